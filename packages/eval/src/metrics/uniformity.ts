import { fold, randomKey } from '@attgan/core';
import { z } from 'zod';
import { bootstrapStatistic } from '../scores/bootstrap.ts';
import type { Estimate, Finding } from '../finding.ts';
import { defineMetric } from './metric.ts';

const RESAMPLES = 500;

/**
 * Whether the intensities that a model predicts are uniform on [0, 1], as section 3.2 wants them: the Kolmogorov–Smirnov
 * distance between their distribution and the uniform one, for each attribute. 0 is uniform, 1 the largest distance.
 */
export const uniformity = defineMetric({
  name: 'uniformity',
  summary: 'whether the encoder’s intensities are uniform on [0, 1] (section 3.2)',
  options: z.strictObject({}),
  whyUnavailable: ({ tellsIntensities }) => (tellsIntensities ? undefined : 'the model predicts no intensities'),
  async observe(sample) {
    return { told: { width: sample.subject.attributes.length, values: await sample.intensities() } };
  },
  summarise({ told: { width, values } }, { attributes, seed }): Finding {
    const faces = values.length / width;
    const key = randomKey(seed, 'uniformity');
    const of = (name: string, columns: readonly number[]): Estimate =>
      bootstrapStatistic(
        faces,
        (chosen) => {
          const distances = columns.map((column) =>
            distanceFromUniform(Array.from(chosen, (face) => values[face * width + column] as number)),
          );
          return distances.reduce((sum, distance) => sum + distance, 0) / distances.length;
        },
        fold(key, name),
        RESAMPLES,
        { atLeast: 0, atMost: 1 },
      );
    const mean = of('mean', [...attributes.keys()]);
    const name = 'distance from uniform';
    return {
      figures: [{ name, unit: 'number', better: 'lower', estimate: mean }],
      tables: [
        {
          title: 'Kolmogorov–Smirnov distance from the uniform distribution',
          rowTitle: 'Attribute',
          columns: [{ name, unit: 'number' }],
          rows: [
            ...attributes.map((attribute, column) => ({ name: attribute, cells: [of(attribute, [column])] })),
            { name: 'Mean', cells: [mean] },
          ],
        },
      ],
      charts: [],
      notes: [
        `For ${faces} draws from the uniform distribution, the distance exceeds ` +
          `${(1.358 / Math.sqrt(faces)).toFixed(3)} in 5 % of cases.`,
      ],
    };
  },
});

/** sup |F(x) − x| over [0, 1], F being the share of `values` up to x. */
export function distanceFromUniform(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted.reduce((farthest, value, index) => {
    const [below, upTo] = [index / sorted.length, (index + 1) / sorted.length];
    return Math.max(farthest, value - below, upTo - value);
  }, 0);
}
