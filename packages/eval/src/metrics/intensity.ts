import { fold, randomKey } from '@attgan/core';
import { z } from 'zod';
import { bootstrapMean, bootstrapStatistic } from '../scores/bootstrap.ts';
import type { Estimate, Finding } from '../finding.ts';
import { defineMetric, type Rows } from './metric.ts';
import type { Subject } from '../evaluation/sample.ts';
import { meanOfRows } from './columns.ts';

/** A score this much lower than the one before counts as falling: saturated scores tremble by less. */
const TREMOR = 0.01;
const RESAMPLES = 500;

/**
 * Figure 8 of the paper, as numbers: one attribute slides from fully off to fully on, and a separately trained classifier
 * predicts its probability at every step. Monotonicity: the share of steps that do not lower it. Linearity: R² of a line
 * through the mean score. Swing: how much the mean score rises from end to end.
 */
export const intensity = defineMetric({
  name: 'intensity',
  summary: 'whether the classifier’s score rises steadily along a slider (figure 8)',
  needs: ['classifier'],
  options: z.strictObject({
    steps: z.int().min(3).default(9).describe('number of pictures in a slide'),
    every: z.int().positive().default(5).describe('slide only every Nth face, to save time'),
  }),
  async observe(sample, { steps, every }) {
    const positions = sample.indices.flatMap((index, position) => (index % every === 0 ? [position] : []));
    const width = sample.subject.attributes.length;
    const rows: Record<string, Rows> = {};
    for (const [attribute, name] of sample.subject.attributes.entries()) {
      const values = new Float32Array(sample.faces.length * steps).fill(NaN);
      const slides = positions.length === 0 ? [] : await sample.slides(attribute, positions, degreesOf(steps));
      for (const [step, pictures] of slides.entries()) {
        const read = await sample.read(pictures);
        for (const [row, position] of positions.entries()) {
          values[position * steps + step] = read[row * width + attribute] as number;
        }
      }
      rows[name] = { width: steps, values };
    }
    return rows;
  },
  summarise(rows, subject, { steps }): Finding {
    const found = subject.attributes.map((name) => ({ name, ...summariseSlide(rows[name] as Rows, subject) }));
    const all = subject.attributes.map((name) => risingShares(rows[name] as Rows));
    const meanRising = estimateMean(meanOfRows(sideBySide(all)), subject);
    const degrees = degreesOf(steps);
    return {
      figures:
        meanRising === undefined
          ? []
          : [{ name: 'slider steps that do not fall back', unit: 'share', better: 'higher', estimate: meanRising }],
      tables: [
        {
          title: 'The classifier’s score along the slider',
          rowTitle: 'Attribute',
          columns: [
            { name: 'steps that do not fall back', unit: 'share' },
            { name: 'linearity, R²', unit: 'number' },
            { name: 'swing of the score', unit: 'share' },
          ],
          rows: [
            ...found.map(({ name, rising, linearity, swing }) => ({ name, cells: [rising, linearity, swing] })),
            { name: 'Mean', cells: [meanRising, undefined, undefined] },
          ],
        },
      ],
      charts: [
        {
          title: 'Mean score of the sliding attribute',
          xLabel: 'degree, from fully off (−1) to fully on (1)',
          yLabel: '%',
          series: found.map(({ name, curve }) => ({
            name,
            points: curve.map((score, step) => [degrees[step] as number, 100 * score] as const),
          })),
        },
      ],
      notes: [
        `Codes slide in ${steps} even steps up to the strength of the other figures; the rest of the code stays as labelled. A ` +
          `step falls back when it lowers the score by more than ${TREMOR}. A slider that never changes the score does not ` +
          'fall back either: see the swing of the score.',
      ],
    };
  },
});

/** Even steps from −1 to 1. */
export function degreesOf(steps: number): number[] {
  return Array.from({ length: steps }, (_, step) => -1 + (2 * step) / (steps - 1));
}

function summariseSlide(scores: Rows, subject: Subject) {
  const faces = Array.from({ length: scores.values.length / scores.width }, (_, face) => face).filter(
    (face) => !Number.isNaN(scores.values[face * scores.width]),
  );
  const meanCurve = (chosen: ArrayLike<number>): number[] => {
    const sums = Array.from({ length: scores.width }, () => 0);
    for (let at = 0; at < chosen.length; at++) {
      const face = faces[chosen[at] as number] as number;
      for (let step = 0; step < scores.width; step++) {
        sums[step] = (sums[step] as number) + (scores.values[face * scores.width + step] as number);
      }
    }
    return sums.map((sum) => sum / chosen.length);
  };
  const key = fold(randomKey(subject.seed, 'intensity'), 'curve');
  const of = (statistic: (curve: readonly number[]) => number, atLeast: number): Estimate | undefined =>
    faces.length < 2
      ? undefined
      : bootstrapStatistic(faces.length, (chosen) => statistic(meanCurve(chosen)), key, RESAMPLES, {
          atLeast,
          atMost: 1,
        });
  return {
    rising: estimateMean(risingShares(scores), subject),
    linearity: of(linearity, 0),
    swing: of((curve) => (curve.at(-1) as number) - (curve[0] as number), -1),
    curve: meanCurve(faces.map((_, position) => position)),
  };
}

/** Each face's share of steps that do not fall back; not a number for faces without a slide. */
function risingShares({ width, values }: Rows): Float32Array {
  return Float32Array.from({ length: values.length / width }, (_, face) => {
    const slide = values.subarray(face * width, (face + 1) * width);
    if (Number.isNaN(slide[0])) return NaN;
    const rising = slide.subarray(1).filter((score, step) => score >= (slide[step] as number) - TREMOR);
    return rising.length / (width - 1);
  });
}

/** R² of the least-squares line through scores at even steps; 0 for a level line. */
export function linearity(curve: readonly number[]): number {
  const mean = curve.reduce((sum, score) => sum + score, 0) / curve.length;
  const middle = (curve.length - 1) / 2;
  let [xy, xx, yy] = [0, 0, 0];
  for (const [step, score] of curve.entries()) {
    xy += (step - middle) * (score - mean);
    xx += (step - middle) ** 2;
    yy += (score - mean) ** 2;
  }
  return yy === 0 ? 0 : xy ** 2 / (xx * yy);
}

function sideBySide(columns: readonly Float32Array[]): Rows {
  const faces = columns[0]?.length ?? 0;
  const values = Float32Array.from(
    { length: faces * columns.length },
    (_, at) => columns[at % columns.length]?.[Math.floor(at / columns.length)] as number,
  );
  return { width: columns.length, values };
}

function estimateMean(values: Float32Array, { seed }: Subject): Estimate | undefined {
  return bootstrapMean(values, randomKey(seed, 'intensity'));
}
