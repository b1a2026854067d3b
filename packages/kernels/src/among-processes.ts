import { permutationShare, shareOf, type RandomKey } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { communicator, type Communicator } from './communicator.ts';
import { withoutGradient } from './detach.ts';
import { pooled } from './pooled-moments.ts';
import { fresh } from './recorded.ts';

// What is computed of a batch that several processes share. Each holds some of its rows, and for most of a computation the others
// need not be known; here is what depends on them.

/** Which values batch statistics are computed of: those of one process, or those of all. */
export type Statistics = 'local' | 'synchronised';

interface Sharing {
  readonly processes: number;
  readonly statistics: Communicator | undefined;
}
const ALONE: Sharing = { processes: 1, statistics: undefined };
let sharing = ALONE;

/** Runs `compute` on one process's rows of a batch that all processes of the communicator share. */
export function amongProcesses<T>(communicator: Communicator, statistics: Statistics, compute: () => T): T {
  const before = sharing;
  const { size } = communicator;
  sharing = size === 1 ? ALONE : { processes: size, statistics: statistics === 'local' ? undefined : communicator };
  try {
    return compute();
  } finally {
    sharing = before;
  }
}

/** What averages batch statistics over processes; undefined where each process has its own. */
export function statisticsAmong(): Communicator | undefined {
  return sharing.statistics;
}

/** How many rows the whole batch has, of which this process has `rows`. */
export function rowsOfAll(rows: number): number {
  return rows * sharing.processes;
}

/** The variance of all values of the batch: of the whole of it where statistics are synchronised. No gradient flows through. */
export function batchVariance(x: tf.Tensor): tf.Scalar {
  return withoutGradient(() =>
    tf.tidy(() => {
      const { mean, variance } = tf.moments(x);
      const among = sharing.statistics;
      if (among === undefined) return variance as tf.Scalar;
      return tf.reshape(pooled(among.gather(tf.reshape(tf.stack([mean, variance]), [1, 2, 1]))).variance, []);
    }),
  );
}

/**
 * The rows of the whole batch in random order: as many of them as `x` has. By a key without a share these are the rows of `x`.
 * @param x [rows, …]; no gradient flows through where processes share a batch
 */
export function shuffledRows<T extends tf.Tensor>(x: T, key: RandomKey): T {
  const order = fresh(key, (by) => tf.tensor1d(permutationShare(by, x.shape[0] as number), 'int32'));
  if (shareOf(key).of === 1) return tf.gather(x, order);
  return tf.gather(communicator().gather(x), order);
}
