import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';
import { benchTraining } from './bench-training.ts';
import { tenth } from './timing.ts';

/** What a tenth of many updates took. */
export interface Stretch {
  /** Updates done at its end, critic's and generator's together. */
  readonly updates: number;
  /** Median of one update of either, milliseconds. */
  readonly median_ms: number;
  /** At its end. */
  readonly rss_mb: number;
  readonly tensors: number;
}

const STRETCHES = 10;

/** Whether many updates in a row stay as fast, and take as much memory, as the first: critic and generator in turn. */
export async function timeSteadiness(given: BenchCase, updates: number): Promise<readonly Stretch[]> {
  const training = benchTraining(given);
  const stretches: Stretch[] = [];
  const pairs = Math.max(1, Math.round(updates / STRETCHES / 2));
  for (let stretch = 1; stretch <= STRETCHES; stretch++) {
    const taken: number[] = [];
    for (let pair = 0; pair < pairs; pair++) {
      const start = performance.now();
      await training.step('critic');
      await training.step('generator');
      taken.push((performance.now() - start) / 2);
    }
    taken.sort((a, b) => a - b);
    stretches.push({
      updates: stretch * pairs * 2,
      median_ms: tenth(taken[taken.length >> 1] as number),
      rss_mb: Math.round(process.memoryUsage.rss() / 2 ** 20),
      tensors: tf.memory().numTensors,
    });
  }
  training.dispose();
  return stretches;
}
