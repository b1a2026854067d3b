import { flatten } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Players } from './update.ts';

/** Trained parameters are around 1; beyond this a training is diverging. */
const LIMIT = 1e6;

/** Reports once each player whose parameters have grown too large, long before they are no longer finite. */
export function checkHealth(report: (line: string) => void): (players: Players) => Promise<void> {
  const warned = new Set<string>();
  return async (players) => {
    for (const [name, { params }] of Object.entries(players)) {
      const named = flatten<tf.Tensor>(params);
      if (warned.has(name) || named.length === 0) continue;
      const largest = tf.tidy(() => tf.stack(named.map(([, leaf]) => tf.max(tf.abs(leaf)))));
      const values = await largest.data();
      largest.dispose();
      const at = values.findIndex((value) => value > LIMIT);
      if (at < 0) continue;
      warned.add(name);
      report(
        `Parameters of ${name} have grown to ${(values[at] as number).toExponential(1)} (${named[at]?.[0]}): the training is ` +
          'diverging. Stop it and start again with a lower --optimizer.learningRate.',
      );
    }
  };
}
