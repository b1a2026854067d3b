import type * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import type { Convolution, Kind, Pair } from './convolutions.ts';
import { windowAttributes } from './matrix-convolution.ts';

// Where wide pictures of few channels are made, native/planar-convolutions.cc fills its vectors with pixels.

/** Measured, see docs/performance.md: rows that fill a vector, and channels that do not. */
export function planarPays(kind: Kind, { info, rows }: Convolution): boolean {
  const { inChannels, outChannels, inWidth, outWidth, strideWidth } = info;
  if (kind === 'towards input') return inChannels <= 16 && inWidth >= 16 * strideWidth;
  const picture = inChannels <= 4 && outChannels <= 16 && rows <= 2 ** 14;
  return kind === 'forward' && outWidth >= 16 && (outChannels <= 8 || picture);
}

/** @throws Error from TensorFlow when the shapes do not fit */
export function planarConvolution(
  kind: Kind,
  { info }: Convolution,
  inputs: Pair,
  backend: TensorflowKernelBackend,
): tf.Tensor {
  const name = kind === 'forward' ? 'AttganPlanarForward' : 'AttganPlanarTowardsInput';
  return backend.executeSingleOutput(name, windowAttributes(info, backend), inputs);
}
