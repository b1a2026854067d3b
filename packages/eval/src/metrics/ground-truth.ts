import { randomKey } from '@attgan/core';
import { z } from 'zod';
import type { Subject } from '../evaluation/sample.ts';
import type { Estimate, Finding } from '../finding.ts';
import { bootstrapStatistic } from '../scores/bootstrap.ts';
import { addSums, EDIT_THRESHOLD } from '../scores/compare-edit.ts';
import { errorsOf, meanOfKnown, sumOfFaces, type EditErrors } from '../true-edits/edit-errors.ts';
import { observeTrueEdits } from '../true-edits/observe-true-edits.ts';
import { defineMetric, type Rows } from './metric.ts';

const RESAMPLES = 500;
const MEASURES = ['ratio', 'insideOurs', 'outside'] as const satisfies readonly (keyof EditErrors)[];

/** "Only change what you want", as a number: edits against the true ones, where they belong and everywhere else. */
export const groundTruth = defineMetric({
  name: 'ground-truth',
  summary: 'error against the true edits, inside and outside the edited region (drawn faces only)',
  options: z.strictObject({
    threshold: z
      .number()
      .min(0)
      .max(255)
      .default(EDIT_THRESHOLD)
      .describe(
        'a pixel counts as inside where the true edit changes any channel by more than this, in units of 1/255',
      ),
  }),
  whyUnavailable: ({ hasTruths }) => (hasTruths ? undefined : 'only drawn faces have true edits'),
  observe: (sample, { threshold }) => observeTrueEdits(sample, threshold),
  summarise(rows, subject, { threshold }): Finding {
    const each = subject.attributes.map((name) => rows[name] as Rows);
    const estimate = estimator(subject);
    const ofMean = (name: keyof EditErrors): Estimate =>
      estimate((faces) => meanOfKnown(each.map((one) => errorsOf(sumOfFaces(one, faces))[name])));
    const means = MEASURES.map(ofMean);
    const [ratio, , outside] = means as [Estimate, Estimate, Estimate];
    return {
      figures: [
        { name: 'error left where edits belong', unit: 'share', better: 'lower', estimate: ratio },
        { name: 'error elsewhere, 255ths', unit: 'levels', better: 'lower', estimate: outside },
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
              cells: MEASURES.map((name) => estimate((faces) => errorsOf(sumOfFaces(one, faces))[name])),
            })),
            { name: 'Mean', cells: means },
            {
              name: 'Pooled',
              cells: MEASURES.map((name) =>
                estimate((faces) => errorsOf(each.map((one) => sumOfFaces(one, faces)).reduce(addSums))[name]),
              ),
            },
          ],
        },
      ],
      charts: [],
      notes: [
        `Inside: pixels where the true edit differs from the face by more than ${threshold}/255 in any channel. Outside: all others. ` +
          'Numbers are mean absolute differences from the true edit. A share of 0 % means the true edit, 100 % no edit at all. ' +
          'Pooled: over the pixels of all edits at once, where large edits count for more.',
      ],
    };
  },
});

function estimator({ faces, seed }: Subject): (statistic: (chosen: Int32Array) => number) => Estimate {
  const key = randomKey(seed, 'ground-truth');
  return (statistic) => bootstrapStatistic(faces, statistic, key, RESAMPLES);
}
