import { normal, randomKey, uniform } from '@attgan/core';
import { MODEL_FORMAT, type ModelCard } from '@attgan/formats';
import { flatten, type Tree, type Weight } from '@attgan/kernels';
import { attganCritic, attganGenerator } from '@attgan/nets';
import type { z } from 'zod';
import type { ModelToExport } from '../definitions.ts';

export const ATTRIBUTES = ['Bald', 'Bangs', 'Young'];

/** A slim model with random weights that look trained: averages and gains away from 0 and 1. */
export function randomModel(
  generatorOptions: z.input<typeof attganGenerator.options>,
  criticOptions?: z.input<typeof attganCritic.options>,
): ModelToExport {
  const generator = attganGenerator.create(generatorOptions, ATTRIBUTES.length);
  const card: ModelCard = {
    format: MODEL_FORMAT,
    generator: { name: 'attgan', options: generatorOptions },
    ...(criticOptions !== undefined && { critic: { name: 'attgan', options: criticOptions } }),
    attributes: ATTRIBUTES,
    exclusive: [['Bald', 'Bangs']],
    scale: 0.5,
    size: generator.size,
    provenance: {},
  };
  const weights = {
    generator: generator.weights,
    ...(criticOptions !== undefined && {
      critic: attganCritic.create(criticOptions, ATTRIBUTES.length).weights,
    }),
  } as unknown as Tree<Weight>;
  const tensors = new Map(
    flatten(weights).map(([name, { shape }]) => {
      const count = shape.reduce((product, edge) => product * edge, 1);
      const positive = name.endsWith('variance') || name.endsWith('gain');
      const spread = shape.length > 1 ? 1.5 / Math.sqrt(count / Math.min(...shape.slice(-2))) : 0.3;
      const values = positive
        ? uniform(randomKey(3, name), count, 0.5, 1.5)
        : normal(randomKey(3, name), count, 0, spread);
      return [name, { shape, dtype: 'F32' as const, values: () => values }];
    }),
  );
  return { card, tensors, sha256: '0'.repeat(64), folder: 'a test' };
}

/** Two faces of noise, and codes. */
export function randomFaces(size: number): { readonly images: Float32Array; readonly codes: Float32Array } {
  return {
    images: uniform(randomKey(4), 2 * size * size * 3, -1, 1),
    codes: uniform(randomKey(5), 2 * ATTRIBUTES.length, -1, 1),
  };
}
