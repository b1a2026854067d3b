import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { compileWat } from '../tools/compile-wat.mjs';

const packages = join(import.meta.dirname, '..', 'packages');
const texts = (await readdir(packages, { recursive: true })).filter(
  (file) => file.includes('/src/') && file.endsWith('.wat') && !file.includes('node_modules'),
);

test('there is WebAssembly to compile', () => {
  expect(texts.length).toBeGreaterThan(0);
});

test.each(texts)('%s is what its module holds; else run npm run wasm', async (file) => {
  const text = join(packages, file);
  expect(await readFile(text.replace(/wat$/, 'wasm.ts'), 'utf8')).toBe(await compileWat(text));
});
