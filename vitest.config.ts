import { defineConfig } from 'vitest/config';
import { ClosingCount } from './tools/closing-count.ts';

export default defineConfig({
  ssr: { resolve: { conditions: ['@attgan/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/**/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tools/install-tensorflow.ts', 'tools/install-packed.ts'],
    reporters: ['default', new ClosingCount()],
    // TensorFlow.js recommends a binding of its own whenever its cpu backend starts.
    onConsoleLog: (log) => !log.includes('Hi, looks like you are running TensorFlow.js in Node.js'),
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
