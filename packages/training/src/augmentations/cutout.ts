import { fold, uniform } from '@attgan/core';
import { fresh } from '@attgan/kernels';
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
        const inside = (axis: string, length: number): tf.Tensor2D =>
          fresh(fold(key, axis), (by) =>
            tf.tensor2d(insideOf(count, length, share, uniform(by, count)), [count, length]),
          );
        const square = tf.mul(
          tf.reshape(inside('rows', height), [count, height, 1, 1]),
          tf.reshape(inside('columns', width), [count, 1, width, 1]),
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
