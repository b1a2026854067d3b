import { UsageError } from '@attgan/core';
import { assignment, importModelWith, mergeLayers } from '@attgan/experiment';
import { choiceFlag } from '../arguments/number-flags.ts';
import type { Command } from '../command.ts';
import { FORCE_FLAG, refuseExisting } from '../guard-files.ts';

export const command: Command = {
  name: 'import',
  summary: 'makes a model folder out of a file of another program (PyTorch, TensorFlow, safetensors)',
  usage: 'FILE --out MODEL [--format NAME] [--attributes A,B,…] [--set OPTION=VALUE] [--precision f16]',
  flags: {
    out: { type: 'text', summary: 'folder of the model' },
    format: { type: 'text', summary: 'importer that reads the file (the one that recognises it); see attgan plugins' },
    attributes: { type: 'text', summary: 'names of the attributes in the order of the code (the settings file’s)' },
    set: {
      type: 'text',
      repeatable: true,
      summary: 'OPTION=VALUE of the importer, such as size=128 or preset=pytorch-128',
    },
    ...FORCE_FLAG,
    precision: { type: 'text', summary: 'f32 keeps every bit, f16 halves the file (f32)' },
  },
  needs: 'importing',
  async run({ flags, words, output, registries }) {
    const [file] = words;
    if (file === undefined || words.length > 1) throw new UsageError('import takes one file.');
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: the folder of the model.');
    await refuseExisting([out], flags);
    const format = flags.text('format');
    const attributes = flags.text('attributes');
    const options = mergeLayers([
      ...flags.all('set').map(assignment),
      ...(attributes === undefined ? [] : [{ attributes }]),
    ]);
    const precision = choiceFlag(flags, 'precision', ['f32', 'f16']) === 'f16' ? 'F16' : 'F32';
    const request = { out, options, precision, ...(format !== undefined && { format }) } as const;
    const { card, ...read } = await importModelWith(file, request, registries);
    output.report(
      `Read ${file} as ${read.format}: ${card.attributes.length} attributes at ${card.size} px, codes of ±${card.scale}.`,
    );
    output.result(out, { file, out, format: read.format, precision, card });
  },
};
