import * as tf from '@tensorflow/tfjs-core';
import type { OperationAttribute, TensorflowKernelBackend } from '../load.ts';
import type { Convolution, Kind, Pair } from './convolutions.ts';

// TensorFlow's convolutions rearrange their weights in every call and do poorly with three channels. Where that costs
// more than copying the patches which a convolution reads, it is computed here as a product of matrices.

/** Measured, see docs/performance.md: few positions for many filters, or a picture to be made of more than a few. */
export function matrixPays(kind: Kind, { info, rows }: Convolution): boolean {
  return 2 * rows <= info.outChannels || (kind === 'towards input' && info.inChannels <= 4 && info.outChannels > 16);
}

export function matrixConvolution(
  kind: Kind,
  { info, rows, depth }: Convolution,
  [first, second]: Pair,
  backend: TensorflowKernelBackend,
): tf.Tensor {
  const window = windowAttributes(info, backend);
  const patchesOf = (x: tf.TensorInfo): tf.Tensor2D =>
    backend.executeSingleOutput('AttganPatches', window, [x]) as tf.Tensor2D;
  const matrix = (tensor: tf.TensorInfo, height: number): tf.Tensor2D =>
    tf.reshape(tensor as tf.Tensor, [height, -1]) as tf.Tensor2D;
  if (kind === 'forward') return tf.reshape(tf.matMul(patchesOf(first), matrix(second, depth)), info.outShape);
  if (kind === 'towards filter') {
    const filter = tf.matMul(patchesOf(first), matrix(second, rows), true, false);
    return tf.reshape(filter, info.filterShape);
  }
  const patches = tf.matMul(matrix(first, rows), matrix(second, depth), false, true);
  return backend.executeSingleOutput('AttganScatterPatches', window, [patches]);
}

export function windowAttributes(
  info: tf.backend_util.Conv2DInfo,
  { binding }: TensorflowKernelBackend,
): OperationAttribute[] {
  const values = {
    height: info.inHeight,
    width: info.inWidth,
    out_height: info.outHeight,
    out_width: info.outWidth,
    kernel_height: info.filterHeight,
    kernel_width: info.filterWidth,
    stride: info.strideHeight,
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
  return Object.entries(values).map(([name, value]) => ({ name, type: binding.TF_ATTR_INT, value }));
}
