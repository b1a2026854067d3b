import { writeModel } from '@attgan/formats';
import { z } from 'zod';
import { defineExporter } from './definitions.ts';

/** A model folder of ours. */
export const folderExporter = defineExporter({
  name: 'folder',
  summary: 'a copy of the model folder, in half precision, with or without its critic',
  options: z.strictObject({
    precision: z.enum(['fp16', 'fp32']).default('fp16').describe('of the weights in the file'),
    reader: z
      .strictObject({ model: z.string().min(1), size: z.int().positive() })
      .optional()
      .describe(
        'installed classifier that reads the labels of photos instead of the critic, and the size of its pictures',
      ),
    strength: z.number().positive().optional().describe('default strength of edits (the model’s own)'),
  }),
  async write({ precision, reader, strength }, { card, tensors }, folder) {
    const { critic, ...others } = card;
    const read = reader === undefined ? { ...(critic && { critic }) } : { reader };
    const written = { ...others, ...read, ...(strength !== undefined && { strength }) };
    const entries = [...tensors]
      // Half of the file, and nothing else needs it.
      .filter(([name]) => reader === undefined || !name.startsWith('critic/'))
      .map(([name, { shape, values }]) => [name, { shape, values: values() }] as const);
    await writeModel(folder, written, entries, { dtype: precision === 'fp32' ? 'F32' : 'F16', another: true });
    return [folder];
  },
});
