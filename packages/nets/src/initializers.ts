import { normal, uniform, type RandomKey } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Initializer } from './architecture.ts';

/**
 * A kernel of the given shape whose first axes are spatial and whose last two count channels.
 * `xavier`: uniform within √(6 / (fan in + fan out)) (Glorot & Bengio 2010), what the paper's own code uses.
 * `pytorch`: uniform within √(1 / fan in), what PyTorch's layers do by default.
 * `dcgan`: N(0, 0.02²) (Radford et al. 2016).
 * @param fanIn which of the last two axes counts inputs
 */
export function initialKernel<R extends tf.Rank>(
  key: RandomKey,
  shape: tf.ShapeMap[R],
  initializer: Initializer,
  fanIn: 'last' | 'next to last' = 'next to last',
): tf.Tensor<R> {
  const dimensions = shape as readonly number[];
  const count = dimensions.reduce((product, edge) => product * edge, 1);
  const channels = dimensions.slice(-2) as [number, number];
  const area = count / (channels[0] * channels[1]);
  const inputs = fanIn === 'last' ? channels[1] : channels[0];
  const limit =
    initializer === 'xavier' ? Math.sqrt(6 / (area * (channels[0] + channels[1]))) : Math.sqrt(1 / (area * inputs));
  const [values, spread] = initializer === 'dcgan' ? [normal(key, count), 0.02] : [uniform(key, count, -1, 1), limit];
  // Multiplied by the backend, so that what was drawn here can be collected before more is drawn.
  return tf.tidy(() => tf.mul(tf.tensor(values, shape), spread));
}
