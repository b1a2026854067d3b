import { UsageError } from '@attgan/core';
import { writeSafetensors } from '@attgan/formats';
import { z } from 'zod';
import { defineExporter } from '../definitions.ts';
import { generatorStateDict } from './state-dicts.ts';

/** The generator's tensors in one safetensors file. */
export const safetensorsExporter = defineExporter({
  name: 'safetensors',
  summary: 'the generator’s tensors in a safetensors file, by our names or by PyTorch’s',
  options: z.strictObject({
    names: z.enum(['attgan', 'pytorch']).default('attgan').describe('pytorch also lays them out as PyTorch does'),
    precision: z.enum(['fp32', 'fp16']).default('fp32').describe('of the values in the file'),
  }),
  async write({ names, precision }, model, file) {
    if (!file.endsWith('.safetensors'))
      throw new UsageError(`--out must end in .safetensors for this format, not "${file}".`);
    const { critic: _, ...card } = model.card;
    const entries =
      names === 'pytorch'
        ? [...generatorStateDict(model)]
        : [...model.tensors]
            .filter(([name]) => name.startsWith('generator/'))
            .map(([name, { shape, values }]) => [name, { shape, values: values() }] as const);
    const dtype = precision === 'fp16' ? 'F16' : 'F32';
    await writeSafetensors(file, entries, {
      dtype,
      metadata: { format: names === 'pytorch' ? 'pt' : 'attgan', attgan: JSON.stringify(card) },
    });
    return [file];
  },
});
