import { UsageError } from '@attgan/core';
import { readModel, writeModel } from '@attgan/formats';
import type { Command } from '../command.ts';

export const command: Command = {
  name: 'export',
  summary: 'copies a model folder, in half precision unless told otherwise',
  usage: 'MODEL_DIR --out DIR [--full]',
  flags: {
    out: { type: 'text', summary: 'folder of the copy' },
    full: { type: 'switch', summary: 'keep every bit instead of halving the file' },
  },
  async run({ flags, words, output }) {
    const [model] = words;
    const out = flags.text('out');
    if (model === undefined || words.length > 1) throw new UsageError('export takes one model folder.');
    if (out === undefined) throw new UsageError('--out is missing: the folder of the copy.');
    const { card, tensors } = await readModel(model);
    const entries = [...tensors].map(([name, { shape, values }]) => [name, { shape, values: values() }] as const);
    await writeModel(out, card, entries, { dtype: flags.has('full') ? 'F32' : 'F16' });
    output.result(out, { model, out, precision: flags.has('full') ? 'F32' : 'F16' });
  },
};
