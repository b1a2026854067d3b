import { randomKey } from '@attgan/core';
import { z } from 'zod';
import { bootstrapStatistic } from '../scores/bootstrap.ts';
import { compareEdit } from '../scores/compare-edit.ts';
import type { Estimate, Finding } from '../finding.ts';
import { defineMetric, type Rows } from './metric.ts';
import type { Picture } from '@attgan/pictures';
import type { Subject } from '../evaluation/sample.ts';

/** What is summed over the pixels of a face, in the order of a row. */
const SUMS = ['insideOurs', 'insideUnedited', 'insideValues', 'outsideOurs', 'outsideValues'] as const;
const RESAMPLES = 500;

/** "Only change what you want", as a number: edits against the true ones, where they belong and everywhere else. */
export const groundTruth = defineMetric({
  name: 'ground-truth',
  summary: 'how far are edits from the true ones, where they belong and elsewhere (drawn faces)',
  options: z.strictObject({}),
  whyUnavailable: ({ hasTruths }) => (hasTruths ? undefined : 'only drawn faces know their true edits'),
  async observe(sample) {
    const rows: Record<string, Rows> = {};
    const [edits, truths] = [await sample.edits(), await sample.truths()];
    for (const [attribute, name] of sample.subject.attributes.entries()) {
      const values = sample.faces.flatMap(({ pixels }, face) => {
        const [truth, ours] = [truths[attribute]?.[face], edits[attribute]?.[face]] as [Picture, Picture];
        const sums = compareEdit(pixels, truth.pixels, ours.pixels);
        return SUMS.map((sum) => sums[sum]);
      });
      rows[name] = { width: SUMS.length, values: Float32Array.from(values) };
    }
    return rows;
  },
  summarise(rows, subject): Finding {
    const each = subject.attributes.map((name) => rows[name] as Rows);
    const mean = (of: (sums: readonly number[]) => number) => (chosen: Int32Array) =>
      each.reduce((sum, one) => sum + of(sumsOf(one, chosen)), 0) / each.length;
    const estimate = estimator(subject);
    const [ratioMean, outsideMean] = [estimate(mean(ratio)), estimate(mean(outside))];
    return {
      figures: [
        { name: 'error left where edits belong', unit: 'share', better: 'lower', estimate: ratioMean },
        { name: 'error elsewhere, 255ths', unit: 'levels', better: 'lower', estimate: outsideMean },
      ],
      tables: [
        {
          title: `Single flips at strength ${subject.strength} against the true edits`,
          rowTitle: 'Attribute',
          columns: [
            { name: 'inside, share of the unedited face’s error', unit: 'share' },
            { name: 'inside, 255ths', unit: 'levels' },
            { name: 'outside, 255ths', unit: 'levels' },
          ],
          rows: [
            ...each.map((one, attribute) => ({
              name: subject.attributes[attribute] as string,
              cells: [ratio, inside, outside].map((of) => estimate((chosen) => of(sumsOf(one, chosen)))),
            })),
            { name: 'Mean', cells: [ratioMean, estimate(mean(inside)), outsideMean] },
          ],
        },
      ],
      charts: [],
      notes: [
        'Inside: pixels where the true edit differs from the face by more than 8/255 in any channel. Outside: all others. ' +
          'Numbers are mean absolute differences from the true edit. A share of 0 is the true edit, 100 % no edit at all.',
      ],
    };
  },
});

type Sums = readonly number[];
const inside = ([ours, , values]: Sums): number => (ours as number) / (values as number);
const ratio = ([ours, unedited]: Sums): number => (ours as number) / (unedited as number);
const outside = ([, , , ours, values]: Sums): number => (ours as number) / (values as number);

function sumsOf({ width, values }: Rows, faces: Int32Array): number[] {
  const sums = SUMS.map(() => 0);
  for (const face of faces) {
    for (let index = 0; index < width; index++) {
      sums[index] = (sums[index] as number) + (values[face * width + index] as number);
    }
  }
  return sums;
}

function estimator({ faces, seed }: Subject): (statistic: (chosen: Int32Array) => number) => Estimate {
  const key = randomKey(seed, 'ground-truth');
  return (statistic) => bootstrapStatistic(faces, statistic, key, RESAMPLES);
}
