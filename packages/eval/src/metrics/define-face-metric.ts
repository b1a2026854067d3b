import { randomKey } from '@attgan/core';
import type { z } from 'zod';
import type { Sample } from '../evaluation/sample.ts';
import type { Estimate, Unit } from '../finding.ts';
import { bootstrapMean } from '../scores/bootstrap.ts';
import { defineMetric, type MetricDefinition } from './metric.ts';

export interface FaceMetric<Schema extends z.ZodType> extends Pick<
  MetricDefinition,
  'name' | 'summary' | 'needs' | 'version' | 'whyUnavailable'
> {
  readonly options: Schema;
  readonly unit: Unit;
  readonly better: 'higher' | 'lower';
  /** One number for each of `sample.faces`; not a number where a face says nothing. */
  observe(sample: Sample, options: z.output<Schema>): Promise<ArrayLike<number>>;
}

/** A metric that is one number a face: it reports their mean, with a bootstrap interval. */
export function defineFaceMetric<Schema extends z.ZodType>(metric: FaceMetric<Schema>): MetricDefinition {
  const { unit, better, observe, ...definition } = metric;
  return defineMetric({
    ...definition,
    observe: async (sample, options) => ({
      face: { width: 1, values: Float32Array.from(await observe(sample, options)) },
    }),
    summarise({ face }, { seed }) {
      const none: Estimate = { value: NaN, low: NaN, high: NaN, count: 0 };
      const estimate = bootstrapMean(face.values, randomKey(seed, definition.name)) ?? none;
      const figures = [{ name: definition.name, unit, better, estimate }];
      return { figures, tables: [], charts: [], notes: [`${definition.summary}; the mean over the faces.`] };
    },
  });
}
