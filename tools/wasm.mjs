// Compiles the WebAssembly of packages to the modules beside its text: npm run wasm. They are part of the repository, so that a build
// needs no compiler; test/wasm.test.ts holds them to their text.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { compileWat } from './compile-wat.mjs';

const packages = join(import.meta.dirname, '..', 'packages');
for (const file of await readdir(packages, { recursive: true })) {
  if (!/\/src\/.*\.wat$/.test(file) || file.includes('node_modules')) continue;
  const to = join(packages, file.replace(/wat$/, 'wasm.ts'));
  await writeFile(to, await compileWat(join(packages, file)));
  console.log(to);
}
