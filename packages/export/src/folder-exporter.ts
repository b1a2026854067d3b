import { writeModel } from '@attgan/formats';
import { z } from 'zod';
import { defineExporter } from './definitions.ts';

/** A model folder of ours. */
export const folderExporter = defineExporter({
  name: 'folder',
  summary: 'a copy of the model folder, in half precision',
  options: z.strictObject({
    precision: z.enum(['fp16', 'fp32']).default('fp16').describe('of the weights in the file'),
  }),
  async write({ precision }, { card, tensors }, folder) {
    const entries = [...tensors].map(([name, { shape, values }]) => [name, { shape, values: values() }] as const);
    await writeModel(folder, card, entries, { dtype: precision === 'fp32' ? 'F32' : 'F16', another: true });
    return [folder];
  },
});
