import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, findSoftwareDriver } from './tools/chromium.ts';
import { ClosingCount } from './tools/closing-count.ts';
import { CommandsFirst } from './tools/commands-first.ts';
import { StallWatch } from './tools/stall-watch.ts';

/** What runs in a page where there is a Chromium; elsewhere such tests run in Node and say why they skip. */
const PAGE = 'packages/**/src/**/*.page.test.ts';
const chromium = findChromium();
const driver = findSoftwareDriver();
const SOURCE = '@attgan/source';

const node = {
  ssr: { resolve: { conditions: [SOURCE, 'node', 'import', 'module', 'default'] } },
  test: {
    name: 'node',
    include: ['packages/**/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**', ...(chromium === undefined ? [] : [PAGE])],
    globalSetup: [
      'tools/temporary-folder.ts',
      'tools/install-tensorflow.ts',
      'tools/install-packed.ts',
      'tools/build-site.ts',
    ],
    // Added to the GPUs of this machine, which come first.
    env: driver === undefined ? {} : { VK_ADD_DRIVER_FILES: driver },
    pool: 'forks' as const,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
};

const page = {
  resolve: { conditions: [SOURCE, 'module', 'browser', 'development|production'] },
  optimizeDeps: {
    // What is found only in the middle of a run makes the page load again.
    include: ['@tensorflow/tfjs', '@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu', 'inversify', 'zod'],
  },
  test: {
    name: 'page',
    include: [PAGE],
    testTimeout: 60_000,
    // The browser starts, and loads the whole of TensorFlow.js, in the first of them.
    hookTimeout: 120_000,
    browser: {
      enabled: true,
      headless: true,
      connectTimeout: 120_000,
      screenshotFailures: false,
      instances: [{ browser: 'chromium' as const }],
      provider: playwright({
        launchOptions: {
          ...(chromium !== undefined && { executablePath: chromium }),
          args: [
            '--no-sandbox',
            '--enable-unsafe-webgpu',
            '--enable-features=Vulkan',
            '--use-webgpu-adapter=swiftshader',
          ],
        },
      }),
    },
  },
};

export default defineConfig({
  test: {
    projects: chromium === undefined ? [node] : [node, page],
    // Longer than any test may take.
    reporters: ['default', new ClosingCount(), new StallWatch(15 * 60_000)],
    // TensorFlow.js recommends a binding of its own whenever its cpu backend starts.
    onConsoleLog: (log) => !log.includes('Hi, looks like you are running TensorFlow.js in Node.js'),
    maxWorkers: 2,
    sequence: { sequencer: CommandsFirst },
    // What was installed for tests takes a slow machine a while to remove.
    teardownTimeout: 120_000,
  },
});
