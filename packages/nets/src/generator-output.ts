import * as tf from '@tensorflow/tfjs-core';
import type { GeneratorSpec } from './generator-options.ts';

/** Channels that the decoder's last layer has for an output. */
export function outputChannels(output: GeneratorSpec['output']): number {
  return output === 'masked' ? 4 : 3;
}

/**
 * The edited face, in [−1, 1]:
 *
 * - `image`: tanh(o)
 * - `residual`: x + 2·tanh(o), cut to [−1, 1]
 * - `masked`: x + m·(tanh(o) − x), where m = σ of the fourth channel: 0 keeps the face, 1 takes its place (Pumarola et al.,
 *   "GANimation", 2018, eq. 1)
 * @param o what the last layer gives, [batch, size, size, 3 or 4]
 * @param x the face, [batch, size, size, 3] in [−1, 1]
 */
export function imageOf(output: GeneratorSpec['output'], o: tf.Tensor4D, x: tf.Tensor4D): tf.Tensor4D {
  if (output === 'image') return tf.tanh(o);
  if (output === 'residual') return tf.clipByValue(tf.add<tf.Tensor4D>(x, tf.mul(tf.tanh(o), 2)), -1, 1);
  const [colour, mask] = tf.split(o, [3, 1], 3) as [tf.Tensor4D, tf.Tensor4D];
  return tf.add<tf.Tensor4D>(x, tf.mul(tf.sigmoid(mask), tf.sub(tf.tanh(colour), x)));
}
