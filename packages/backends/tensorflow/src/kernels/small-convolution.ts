import type * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import type { Convolution, Kind, Pair } from './convolutions.ts';
import { windowAttributes } from './matrix-convolution.ts';

// TensorFlow's convolutions take longer to begin than a small one takes; native/small-convolutions.cc begins at once.

const OPERATIONS: Readonly<Record<Kind, string>> = {
  forward: 'AttganSmallForward',
  'towards input': 'AttganSmallTowardsInput',
  'towards filter': 'AttganSmallTowardsFilter',
};

/** Most positions and multiplications that pay: for each kind the positions are those of what is made or summed over. */
const LIMITS: Readonly<Record<Kind, readonly [positions: number, products: number]>> = {
  forward: [2048, 14e6],
  'towards input': [2048, 30e6],
  'towards filter': [4096, 30e6],
};

/** Measured, see docs/performance.md: what would take TensorFlow a fraction of a millisecond. */
export function smallPays(kind: Kind, { info, rows, depth }: Convolution): boolean {
  const positions = kind === 'towards input' ? info.batchSize * info.inHeight * info.inWidth : rows;
  const [most, products] = LIMITS[kind];
  return positions <= most && rows * depth * info.outChannels <= products;
}

/** @throws Error from TensorFlow when the shapes do not fit */
export function smallConvolution(
  kind: Kind,
  { info }: Convolution,
  inputs: Pair,
  backend: TensorflowKernelBackend,
): tf.Tensor {
  return backend.executeSingleOutput(OPERATIONS[kind], windowAttributes(info, backend), inputs);
}
