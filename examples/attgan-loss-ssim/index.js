import { definePlugin } from '@attgan/core';
import { defineReconstruction } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

// Structural similarity: Wang, Bovik, Sheikh and Simoncelli, "Image quality assessment: from error visibility to
// structural similarity", IEEE Transactions on Image Processing 13 (4), 2004.

/** Deviation of the paper's window, pixels, and its two constants for values in [0, 1]. */
const SIGMA = 1.5;
const [C1, C2] = [0.01 ** 2, 0.03 ** 2];

/**
 * Weights of a Gaussian window that sum to 1.
 * @param {number} edge pixels, odd
 */
function gaussian(edge) {
  const weights = Array.from({ length: edge }, (_, index) =>
    Math.exp(-((index - (edge - 1) / 2) ** 2 / (2 * SIGMA ** 2))),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

/**
 * Means under the window around every position where it fits, first down the columns, then along the rows.
 * Channels count as images, so that all there is are plain convolutions, which every backend differentiates.
 * @param {tf.Tensor4D} images
 * @param {number} edge
 */
function blur(images, edge) {
  const [count, height, width, channels] = images.shape;
  const window = gaussian(edge);
  const planes = tf.reshape(tf.transpose(images, [0, 3, 1, 2]), [count * channels, height, width, 1]);
  const columns = tf.conv2d(planes, tf.tensor4d(window, [edge, 1, 1, 1]), 1, 'valid');
  return tf.conv2d(columns, tf.tensor4d(window, [1, edge, 1, 1]), 1, 'valid');
}

/**
 * The mean structural similarity of two batches of images in [−1, 1]: 1 where they are equal, around 0 where they have
 * nothing in common (equation 13, averaged over every window, channel and image).
 * @param {tf.Tensor4D} x
 * @param {tf.Tensor4D} y of the same shape
 * @param {number} edge of the window, pixels, odd
 * @returns {tf.Scalar}
 */
export function ssim(x, y, edge = 11) {
  return tf.tidy(() => {
    const [a, b] = [x, y].map((image) => tf.div(tf.add(image, 1), 2));
    const products = tf.concat([a, b, tf.square(a), tf.square(b), tf.mul(a, b)]);
    const [meanA, meanB, squaresA, squaresB, both] = tf.split(blur(products, edge), 5);
    const [squareA, squareB, product] = [tf.square(meanA), tf.square(meanB), tf.mul(meanA, meanB)];
    const variances = tf.sub(tf.add(squaresA, squaresB), tf.add(squareA, squareB));
    const covariance = tf.sub(both, product);
    const alike = tf.mul(tf.add(tf.mul(product, 2), C1), tf.add(tf.mul(covariance, 2), C2));
    const most = tf.mul(tf.add(tf.add(squareA, squareB), C1), tf.add(variances, C2));
    return tf.mean(tf.div(alike, most));
  });
}

export const ssimReconstruction = defineReconstruction({
  name: 'ssim',
  summary: '1 minus structural similarity, alone or mixed with the mean absolute difference',
  options: z.strictObject({
    window: z
      .int()
      .min(3)
      .max(31)
      .default(11)
      .refine((edge) => edge % 2 === 1, 'must be odd')
      .describe('edge of the window, pixels'),
    l1: z.number().min(0).max(1).default(0).describe('share of the mean absolute difference'),
  }),
  create:
    ({ window, l1 }) =>
    (real, reconstruction) =>
      tf.tidy(() => {
        const unlike = tf.mul(tf.sub(1, ssim(real, reconstruction, window)), 1 - l1);
        if (l1 === 0) return unlike;
        return tf.add(unlike, tf.mul(tf.mean(tf.abs(tf.sub(real, reconstruction))), l1));
      }),
});

export default definePlugin({ name: 'attgan-loss-ssim', provides: [ssimReconstruction] });
