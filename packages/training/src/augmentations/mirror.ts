import { uniform } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineAugmentation } from './augmentation.ts';

export const mirror = defineAugmentation({
  name: 'mirror',
  summary: 'mirrors images of a batch left to right at random',
  options: z.strictObject({
    share: z.number().min(0).max(1).default(0.5).describe('probability of mirroring an image'),
  }),
  of: 'batch',
  create:
    ({ share }) =>
    (images, key) =>
      tf.tidy(() => {
        const draws = uniform(key, images.shape[0]).map((draw) => Number(draw < share));
        const mirrored = tf.tensor4d(draws, [images.shape[0], 1, 1, 1]);
        // Factors of 0 and 1, so that every pixel stays exactly what it was.
        return tf.add<tf.Tensor4D>(tf.mul(tf.reverse(images, 2), mirrored), tf.mul(images, tf.sub(1, mirrored)));
      }),
});
