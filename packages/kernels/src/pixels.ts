import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define-kernel.ts';

/** Half of the range of pixels: 127.5 is 0 for a network. */
export const HALF_RANGE = 127.5;

/** Pixels of what a network makes, x in [−1, 1]: (x + 1) · 127.5, cut to [0, 255] and rounded to nearest. */
export const pixelsKernel = defineKernel<{ readonly x: tf.Tensor }, Readonly<Record<string, never>>>({
  name: 'attgan/Pixels',
  portable: ({ x }) => [tf.cast(tf.round(tf.clipByValue(tf.mul(tf.add(x, 1), HALF_RANGE), 0, 255)), 'int32')],
});

/** Pixels, int32 in [0, 255], of images in [−1, 1]. Any shape; it is not differentiated. */
export function pixelsOf<T extends tf.Tensor>(x: T): T {
  return pixelsKernel.run({ x }, {})[0] as T;
}
