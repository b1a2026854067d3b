import { fold, normal, uniform, type RandomKey } from '@attgan/core';
import { Weight } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Initializer } from './architecture.ts';

/** Which of the last two axes of a kernel counts inputs: `last` in transposed convolutions. */
export type FanIn = 'last' | 'next to last';

/**
 * The weight of a kernel whose first axes are spatial and whose last two count channels. Kernels of one network need different
 * paths, or they would start with the same values.
 * @param path folded into the key that the network is given, part by part: `['encoder', 0]`
 */
export function kernelWeight<R extends tf.Rank>(
  shape: tf.ShapeMap[R],
  initializer: Initializer,
  path: readonly (string | number)[] = [],
  fanIn?: FanIn,
): Weight<tf.Tensor<R>> {
  return new Weight(shape, (key) => initialKernel<R>(path.reduce<RandomKey>(fold, key), shape, initializer, fanIn));
}

/**
 * The first values of such a kernel.
 * `xavier`: uniform within √(6 / (fan in + fan out)) (Glorot & Bengio 2010), what the paper's own code uses.
 * `pytorch`: uniform within √(1 / fan in), what PyTorch's layers do by default.
 * `dcgan`: N(0, 0.02²) (Radford et al. 2016).
 * `vaegan`: uniform within √(1 / (3 · fan)), fan being what enters, of transposed convolutions what leaves: VAE/GAN's program.
 */
function initialKernel<R extends tf.Rank>(
  key: RandomKey,
  shape: tf.ShapeMap[R],
  initializer: Initializer,
  fanIn: FanIn = 'next to last',
): tf.Tensor<R> {
  const dimensions = shape as readonly number[];
  const count = dimensions.reduce((product, edge) => product * edge, 1);
  const channels = dimensions.slice(-2) as [number, number];
  const area = count / (channels[0] * channels[1]);
  const inputs = fanIn === 'last' ? channels[1] : channels[0];
  const spreads = {
    xavier: Math.sqrt(6 / (area * (channels[0] + channels[1]))),
    pytorch: Math.sqrt(1 / (area * inputs)),
    vaegan: Math.sqrt(1 / (3 * area * channels[0])),
    dcgan: 0.02,
  };
  const values = initializer === 'dcgan' ? normal(key, count) : uniform(key, count, -1, 1);
  // Multiplied by the backend, so that what was drawn here can be collected before more is drawn.
  return tf.tidy(() => tf.mul(tf.tensor(values, shape), spreads[initializer]));
}
