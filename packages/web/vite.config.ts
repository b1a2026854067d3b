import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig } from 'vite';
import { offline, SERVICE_WORKER } from './build/offline.ts';
import { threadScripts } from './build/thread-scripts.ts';
import { withoutNode } from './build/without-node.ts';

// Sources of our own packages, in the variants for pages.
const conditions = ['@attgan/source', 'browser', 'module', 'import', 'default'];

export default defineConfig({
  root: import.meta.dirname,
  // The site may lie in any folder of a host.
  base: './',
  plugins: [svelte({ configFile: false }), offline()],
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
      input: { index: 'index.html', training: 'training.html', 'service-worker': 'src/service-worker.ts' },
      output: {
        entryFileNames: ({ name }) => (name === 'service-worker' ? SERVICE_WORKER : 'assets/[name]-[hash].js'),
      },
    },
  },
});
