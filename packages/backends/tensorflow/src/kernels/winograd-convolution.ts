import type * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import type { Convolution, Kind, Pair } from './convolutions.ts';

// A kernel of 4 that moves by 2 is four kernels of 2, and those need 9 products where the definition has 16: Winograd's
// F(2×2, 2×2), in native/winograd.h. Almost every convolution of AttGAN is one.

const OPERATIONS: Readonly<Record<Kind, string>> = {
  forward: 'AttganWinogradForward',
  'towards input': 'AttganWinogradTowardsInput',
  'towards filter': 'AttganWinogradTowardsFilter',
};

/** Measured, see docs/performance.md: there must be channels to fill vectors, and pictures to pay for the filter. */
export function winogradPays(kind: Kind, { info, rows }: Convolution): boolean {
  const { filterHeight, filterWidth, strideHeight, inChannels, outChannels } = info;
  if (filterHeight !== 4 || filterWidth !== 4 || strideHeight !== 2) return false;
  if (Math.min(inChannels, outChannels) < 16) return false;
  return rows >= (kind === 'towards filter' ? 256 : outChannels);
}

/** @throws Error from TensorFlow when the shapes do not fit */
export function winogradConvolution(
  kind: Kind,
  { info }: Convolution,
  inputs: Pair,
  backend: TensorflowKernelBackend,
): tf.Tensor {
  const type = backend.binding.TF_ATTR_INT;
  const attributes = [
    { name: 'height', type, value: info.inHeight },
    { name: 'width', type, value: info.inWidth },
  ];
  return backend.executeSingleOutput(OPERATIONS[kind], kind === 'towards input' ? attributes : [], inputs);
}
