// Prints the tables of `docs/scale-estimates.md`: what editing and training cost on several machines, by figures of one.
//   node tools/scale-estimates.mjs SCALING.json [--gpu GPU.json]... [--photos 1e8] [--network 1250] [--machines 1,8,64] ...
// SCALING.json is what `attgan bench --scaling` writes. Run `npm run build` first.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { estimateAssumptions, estimateTables, measuredGpu } from '@attgan/eval';

const names = Object.keys(estimateAssumptions.shape);
const options = Object.fromEntries(names.map((name) => [name, { type: 'string' }]));
const read = async (file) => JSON.parse(await readFile(file, 'utf8'));

try {
  const { values, positionals } = parseArgs({
    options: { ...options, gpu: { type: 'string', multiple: true, default: [] } },
    allowPositionals: true,
  });
  const { gpu, ...given } = values;
  const [file, ...others] = positionals;
  if (file === undefined || others.length > 0) throw new Error('Name one file that attgan bench --scaling wrote.');
  const numbers = Object.entries(given).map(([name, text]) => [
    name,
    name === 'machines' ? text.split(',').map(Number) : Number(text),
  ]);
  const gpus = await Promise.all(gpu.map(async (each) => measuredGpu.parse(await read(each))));
  const { editing, training } = estimateTables(
    await read(file),
    gpus,
    estimateAssumptions.parse(Object.fromEntries(numbers)),
  );
  console.log(`${editing}\n\n${training}`);
} catch (error) {
  const [issue] = error.issues ?? [];
  console.error(
    `error: ${issue === undefined ? error.message.split('\n')[0] : `${issue.path.join('.')}: ${issue.message}`}`,
  );
  console.error(
    `Assumptions: ${names.map((name) => `--${name} (${estimateAssumptions.shape[name].description})`).join(', ')}`,
  );
  process.exitCode = 2;
}
