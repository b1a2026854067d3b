import { fold, uniform } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineAugmentation } from './augmentation.ts';

/** DeVries & Taylor 2017, applied to the critic's inputs as by Zhao et al. in "Differentiable augmentation", 2020. */
export const cutout = defineAugmentation({
  name: 'cutout',
  summary: 'replaces a random square of the critic’s inputs with grey, as in DiffAugment',
  options: z.strictObject({
    share: z.number().min(0).max(1).default(0.5).describe('side of the square as a share of the image’s size'),
  }),
  of: 'critic',
  create:
    ({ share }) =>
    (images, key) =>
      tf.tidy(() => {
        const [count, height, width] = images.shape;
        const rows = insideOf(count, height, share, uniform(fold(key, 'rows'), count));
        const columns = insideOf(count, width, share, uniform(fold(key, 'columns'), count));
        const square = tf.mul(
          tf.reshape(tf.tensor2d(rows, [count, height]), [count, height, 1, 1]),
          tf.reshape(tf.tensor2d(columns, [count, width]), [count, 1, width, 1]),
        );
        return tf.mul<tf.Tensor4D>(images, tf.sub(1, square));
      }),
});

/** 1 for each place in the square, 0 beside it. Its middle may be anywhere, so that part of it may be outside the image. */
function insideOf(count: number, length: number, share: number, draws: Float32Array): Float32Array {
  const edge = Math.round(share * length);
  const inside = new Float32Array(count * length);
  draws.forEach((draw, image) => {
    const start = Math.floor(draw * (length + 1)) - Math.floor(edge / 2);
    inside.fill(1, image * length + Math.max(0, start), image * length + Math.max(0, Math.min(length, start + edge)));
  });
  return inside;
}
