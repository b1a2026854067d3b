import * as tf from '@tensorflow/tfjs-core';
import { normalise, type AffineParams, type Averages, type Moments } from './batch-norm.ts';
import type { Mode } from './definitions.ts';

/** σ(1.702·x) is within 0.0095 of the normal distribution function (Haley 1952). */
const NEARLY_NORMAL = 1.702;

export interface Split {
  /** What becomes z′ of section 3.2: [batch, height, width, channels − attributes]. */
  readonly rest: tf.Tensor4D;
  /** z_int of section 3.2: [batch, attributes] in [0, 1]. */
  readonly intensities: tf.Tensor2D;
  readonly moments: readonly Moments[];
}

/**
 * Splits the output of the encoder's last convolution for section 3.2; the paper does not say how. The last channels, one for
 * each attribute, are averaged over the positions, normalised over the batch and mapped by a curve that makes a normal
 * distribution uniform. So they are nearly uniform from the start, and the adversary only has to correct their shape. They are
 * taken before the layer's activation, which would skew them.
 */
export function splitIntensities(
  convolved: tf.Tensor4D,
  affine: AffineParams,
  averages: Averages | undefined,
  epsilon: number,
  mode: Mode,
): Split {
  const attributes = affine.gain.size;
  const channels = convolved.shape[3] - attributes;
  const telling = tf.slice(convolved, [0, 0, 0, channels], [-1, -1, -1, attributes]);
  const told = tf.mean<tf.Tensor4D>(telling, [1, 2], true);
  const { output, moments } = normalise(told, affine, averages, { epsilon, slope: 1 }, mode);
  return {
    rest: tf.slice(convolved, [0, 0, 0, 0], [-1, -1, -1, channels]),
    intensities: tf.sigmoid(tf.mul(tf.reshape(output, [-1, attributes]) as tf.Tensor2D, NEARLY_NORMAL)),
    moments,
  };
}
