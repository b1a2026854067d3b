import type { TrainingProgress } from './checkpoint.ts';
import type { Metrics } from './game.ts';

/** The start of a training. */
export const START: TrainingProgress = { iteration: 0, updates: 0, sums: {}, last: {} };

/** Adds the metrics of one update. */
export function addMetrics(progress: TrainingProgress, metrics: Metrics): TrainingProgress {
  const sums = { ...progress.sums };
  for (const [name, value] of Object.entries(metrics)) {
    const [sum, count] = sums[name] ?? [0, 0];
    sums[name] = [sum + value, count + 1];
  }
  return { ...progress, updates: progress.updates + 1, sums, last: { ...progress.last, ...metrics } };
}

/** Means since the last line. */
export function meanMetrics({ sums }: TrainingProgress): Metrics {
  return Object.fromEntries(Object.entries(sums).map(([name, [sum, count]]) => [name, sum / count]));
}
