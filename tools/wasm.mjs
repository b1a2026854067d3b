// Compiles the WebAssembly of packages to the modules beside its text: npm run wasm. They are part of the repository, so that a build
// needs no compiler. With --check nothing is written: it lists the modules that are not what their text compiles to.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, sep } from 'node:path';
import wabt from 'wabt';

/** The module that a file of WebAssembly's text becomes: its bytes in base64, as a constant named after the file. */
async function compileWat(path) {
  const tools = await wabt();
  const parsed = tools.parseWat(basename(path), await readFile(path), { simd: true });
  parsed.resolveNames();
  parsed.validate();
  const bytes = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  const name = basename(path, '.wat').toUpperCase().replaceAll('-', '_');
  return `// What npm run wasm made of ${basename(path)}, in base64.\nexport const ${name} =\n  '${bytes}';\n`;
}

const packages = join(import.meta.dirname, '..', 'packages');
const check = process.argv.includes('--check');
for (const file of await readdir(packages, { recursive: true })) {
  const folders = file.split(sep);
  if (!file.endsWith('.wat') || !folders.includes('src') || folders.includes('node_modules')) continue;
  const module = join(packages, file.replace(/wat$/, 'wasm.ts'));
  const compiled = await compileWat(join(packages, file));
  if (!check) await writeFile(module, compiled);
  else if ((await readFile(module, 'utf8')) === compiled) continue;
  else process.exitCode = 1;
  console.log(module);
}
