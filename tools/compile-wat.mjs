import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import wabt from 'wabt';

/** The module that a file of WebAssembly's text becomes: its bytes in base64, as a constant named after the file. */
export async function compileWat(path) {
  const tools = await wabt();
  const parsed = tools.parseWat(basename(path), await readFile(path), { simd: true });
  parsed.resolveNames();
  parsed.validate();
  const bytes = Buffer.from(parsed.toBinary({}).buffer).toString('base64');
  const name = basename(path, '.wat').toUpperCase().replaceAll('-', '_');
  return `// What npm run wasm made of ${basename(path)}, in base64.\nexport const ${name} =\n  '${bytes}';\n`;
}
