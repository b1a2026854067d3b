import { fold, normal, shareOf, threefry, type RandomKey } from '@attgan/core';
import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** How far apart two draws may start in the pool. */
const OFFSETS = 2 ** 18;
let pool = new Float32Array(0);

/**
 * `images` with Gaussian noise of this standard deviation added, in their own units: instance noise (Sønderby et al.,
 * "Amortised MAP inference for image super-resolution", 2017, section 3.2). Behind noise, faint patterns cannot fool a critic.
 * 0 returns the images themselves.
 *
 * The numbers are a window, chosen by `key`, of one pool: drawing new ones takes longer than running a small critic.
 */
export function withNoise(images: tf.Tensor4D, deviation: number, key: RandomKey): tf.Tensor4D {
  if (deviation === 0) return images;
  const { shape } = images;
  return tf.tidy(() => {
    const noise = fresh(fold(key, 'instance noise'), (by) => noiseOf(shape, by));
    return tf.add(images, tf.mul(noise, deviation));
  });
}

function noiseOf(shape: tf.Tensor4D['shape'], key: RandomKey): tf.Tensor4D {
  const count = tf.util.sizeFromShape(shape);
  const { index, of } = shareOf(key);
  const size = count * of + OFFSETS;
  if (pool.length < size) pool = normal([0x6e6f6973, 0x65], size) as typeof pool;
  const [word] = threefry(key, 0, 0);
  const start = (word % OFFSETS) + index * count;
  return tf.tensor4d(pool.subarray(start, start + count), shape);
}
