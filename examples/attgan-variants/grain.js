import { normal } from '@attgan/core';
import { defineAugmentation } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** What a sensor adds in the dark. Drawn by the key alone, so that a resumed training sees the same grain. */
export const grain = defineAugmentation({
  name: 'grain',
  summary: 'normal noise on each image of a batch',
  options: z.strictObject({
    deviation: z.number().min(0).max(1).default(0.03).describe('standard deviation; images are in [−1, 1]'),
  }),
  of: 'batch',
  create:
    ({ deviation }) =>
    (images, key) =>
      tf.tidy(() => {
        const noise = tf.tensor4d(normal(key, images.size, 0, deviation), images.shape);
        return tf.clipByValue(tf.add(images, noise), -1, 1);
      }),
});
