import * as tf from '@tensorflow/tfjs-core';
import { phases, type Phase } from './phases.ts';

/**
 * Filters of a transposed convolution with SAME padding, prepared to be applied often: what it gives at the pixels that share their
 * remainders modulo the stride is an ordinary convolution by some of the taps. One filter, [taps, taps, in, out], for each remainder of
 * rows and each of columns.
 */
export type TransposedFilters = readonly (readonly tf.Tensor4D[])[];

/**
 * @param kernel [k, k, out, in], k at least the stride
 * @param scale factors on the channels of the result, [out]
 */
export function transposedFilters(kernel: tf.Tensor4D, stride: number, scale?: tf.Tensor1D): TransposedFilters {
  const scaled = scale === undefined ? kernel : tf.mul<tf.Tensor4D>(kernel, tf.reshape(scale, [-1, 1]));
  const turned = tf.transpose(scaled, [0, 1, 3, 2]);
  const groups = groupsOf(kernel.shape[0], stride);
  return groups.map(({ taps: down }) => {
    const rows = tf.gather(turned, [...down].toReversed());
    return groups.map(({ taps: across }) => tf.gather<tf.Tensor4D>(rows, [...across].toReversed(), 1));
  });
}

/**
 * A transposed convolution, `tf.conv2dTranspose` with SAME padding, by prepared filters.
 * @param x [batch, height, width, in]
 * @param bias [out]
 * @returns [batch, height·stride, width·stride, out]
 */
export function convolveTransposed(
  x: tf.Tensor4D,
  filters: TransposedFilters,
  bias?: tf.Tensor1D,
  activation: 'linear' | 'relu' = 'linear',
): tf.Tensor4D {
  const stride = filters.length;
  const kernel = filters.reduce((taps, row) => taps + (row[0]?.shape[0] as number), 0);
  const groups = groupsOf(kernel, stride);
  const rows = filters.map((row, down) => {
    const images = row.map((filter, across) => {
      const pad: tf.backend_util.ExplicitPadding = [[0, 0], paddingOf(groups[down]), paddingOf(groups[across]), [0, 0]];
      return tf.fused.conv2d({ x, filter, strides: 1, pad, activation, ...(bias && { bias }) });
    });
    return tf.stack(images, 3);
  });
  const [batch, height, width] = x.shape;
  return tf.reshape(tf.stack(rows, 2), [batch, height * stride, width * stride, -1]);
}

/** The remainders along one axis. Their taps depend on the size of the image no more than its first pixel does. */
function groupsOf(kernel: number, stride: number): Phase[] {
  return phases(stride, kernel, stride, Math.floor((kernel - stride) / 2));
}

/** What a group's convolution lacks at either end: its pixel i is given the pixels from i − taps + 1 + first to i + first. */
function paddingOf(group: Phase | undefined): [number, number] {
  const { taps, first } = group as Phase;
  return [taps.length - 1 - first, first];
}
