import * as tf from '@tensorflow/tfjs-core';

/** Transposed convolution with SAME padding: height and width are multiplied by the stride. Kernel [k, k, out, in]. */
export function deconvolve(x: tf.Tensor4D, kernel: tf.Tensor4D, stride: number): tf.Tensor4D {
  const [batch, height, width] = x.shape;
  const filters = kernel.shape[2];
  return tf.conv2dTranspose(x, kernel, [batch, height * stride, width * stride, filters], stride, 'same');
}
