import { flatten } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { TrainingProgress } from './checkpoint.ts';
import type { Players } from './update.ts';

/** Trained parameters are around 1, and so are losses; beyond this a training is diverging. */
const LIMIT = 1e6;

export interface HealthCheck {
  /** Looks at the players after an iteration; `logged` where its metrics were written. */
  check(players: Players, progress: TrainingProgress, logged: boolean): Promise<void>;
  /** Whether a player was reported, so that newer checkpoints are not worth resuming from. */
  diverging(): boolean;
}

/**
 * Reports once each player whose parameters have grown too large, long before they are no longer finite. Looking at parameters
 * takes time, so they are looked at after the first iterations, ever less often, then with each line of metrics, and whenever a
 * metric has grown as large itself.
 */
export function checkHealth(report: (line: string) => void): HealthCheck {
  const warned = new Set<string>();
  let calls = 0;
  const check: HealthCheck['check'] = async (players, { last }, logged) => {
    calls++;
    const early = Number.isInteger(Math.log2(calls));
    const grown = Object.values(last).some((value) => Math.abs(value) > LIMIT);
    if (!logged && !early && !grown) return;
    for (const [name, { params }] of Object.entries(players)) {
      const named = flatten<tf.Tensor>(params);
      if (warned.has(name) || named.length === 0) continue;
      const largest = tf.tidy(() => tf.stack(named.map(([, leaf]) => tf.max(tf.abs(leaf)))));
      const values = await largest.data();
      largest.dispose();
      const at = values.findIndex((value) => !(value <= LIMIT));
      if (at < 0) continue;
      warned.add(name);
      report(
        `warning: parameters of ${name} have grown to ${(values[at] as number).toExponential(1)} (${named[at]?.[0]}): the training ` +
          'is diverging. Stop it, and train in another --run folder with a lower --optimizer.learningRate.',
      );
    }
  };
  return { check, diverging: () => warned.size > 0 };
}
