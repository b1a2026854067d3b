import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define-kernel.ts';
import { phases, type Phase } from './phases.ts';

/**
 * Filters of a transposed convolution with SAME padding, prepared to be applied often. What tensors they are is the current backend's
 * matter: only `convolveTransposed` on the same backend takes them.
 */
export type TransposedFilters = readonly tf.Tensor[];

type Inputs = { readonly kernel: tf.Tensor4D; readonly scale?: tf.Tensor1D };

/**
 * What a transposed convolution gives at the pixels that share their remainders modulo the stride is an ordinary convolution by some of
 * the taps. The portable filters are one, [taps, taps, in, out], for each remainder of rows and each of columns.
 */
export const transposedFiltersKernel = defineKernel<Inputs, { readonly stride: number }>({
  name: 'attgan/TransposedFilters',
  portable({ kernel, scale }, { stride }) {
    const scaled = scale === undefined ? kernel : tf.mul<tf.Tensor4D>(kernel, tf.reshape(scale, [-1, 1]));
    const turned = tf.transpose(scaled, [0, 1, 3, 2]);
    const groups = groupsOf(kernel.shape[0], stride);
    return groups.flatMap(({ taps: down }) => {
      const rows = tf.gather(turned, [...down].toReversed());
      return groups.map(({ taps: across }) => tf.gather<tf.Tensor4D>(rows, [...across].toReversed(), 1));
    });
  },
});

/**
 * @param kernel [k, k, out, in], k at least the stride
 * @param scale factors on the channels of the result, [out]
 */
export function transposedFilters(kernel: tf.Tensor4D, stride: number, scale?: tf.Tensor1D): TransposedFilters {
  return transposedFiltersKernel.run({ kernel, ...(scale && { scale }) }, { stride });
}

/** The remainders along one axis. Their taps depend on the size of the image no more than its first pixel does. */
export function groupsOf(kernel: number, stride: number): Phase[] {
  return phases(stride, kernel, stride, Math.floor((kernel - stride) / 2));
}
