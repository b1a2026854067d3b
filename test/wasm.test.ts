import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

test('the modules of WebAssembly are what their text compiles to; else run npm run wasm', async () => {
  const tool = join(import.meta.dirname, '..', 'tools', 'wasm.mjs');
  const { stdout } = await promisify(execFile)(process.execPath, [tool, '--check']);
  expect(stdout).toBe('');
});
