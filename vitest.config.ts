import { defineConfig } from 'vitest/config';
import { ClosingCount } from './tools/closing-count.ts';

export default defineConfig({
  ssr: { resolve: { conditions: ['@attgan/source', 'node', 'import', 'module', 'default'] } },
  test: {
    include: ['packages/**/src/**/*.test.ts', 'test/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tools/install-tensorflow.ts'],
    reporters: ['default', new ClosingCount()],
    pool: 'forks',
    maxWorkers: 2,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
