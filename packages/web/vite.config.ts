import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { ELEMENT, elementStyles } from './build/element-styles.ts';
import { offline, SERVICE_WORKER } from './build/offline.ts';
import { threadScripts } from './build/thread-scripts.ts';
import { withoutNode } from './build/without-node.ts';

// Sources of our own packages, in the variants for pages.
const conditions = ['@attgan/source', 'browser', 'module', 'import', 'default'];

/** Entries that others name, by what they are called here. */
const FIXED: Readonly<Record<string, string>> = { 'service-worker': SERVICE_WORKER, element: ELEMENT };

export default defineConfig({
  root: import.meta.dirname,
  // The site may lie in any folder of a host.
  base: './',
  plugins: [svelte({ configFile: false }), elementStyles(), offline()],
  resolve: { conditions },
  worker: { format: 'es', plugins: () => [threadScripts(), withoutNode()] },
  build: {
    outDir: 'dist/site',
    emptyOutDir: true,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // A page whose policy allows no data: and no inline script needs every asset as a file.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: {
        index: 'index.html',
        training: 'training.html',
        element: 'src/element.ts',
        'service-worker': 'src/service-worker.ts',
      },
      output: {
        entryFileNames: ({ name }) => FIXED[name] ?? 'assets/[name]-[hash].js',
      },
    },
  },
});
