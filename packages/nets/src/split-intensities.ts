import * as tf from '@tensorflow/tfjs-core';
import { normalise, type AffineParams, type Averages, type Moments } from './batch-norm.ts';
import type { Mode } from './definitions.ts';

/** σ(1.702·x) is within 0.0095 of the normal distribution function (Haley 1952). */
const NEARLY_NORMAL = 1.702;

export interface Split {
  /** z′ of section 3.2, for the decoder: [batch, height, width, channels − attributes]. */
  readonly z: tf.Tensor4D;
  /** z_int of section 3.2: [batch, attributes] in [0, 1]. */
  readonly intensities: tf.Tensor2D;
  readonly moments: readonly Moments[];
}

/**
 * The encoder's result, divided as section 3.2 wants it; the paper does not say how. The last channels, one for each
 * attribute, are averaged over the positions, normalised over the batch and taken through a curve that makes uniform what
 * is normal. So they are nearly uniform from the start, and the adversary has only their shape to correct.
 */
export function splitIntensities(
  x: tf.Tensor4D,
  affine: AffineParams,
  averages: Averages | undefined,
  epsilon: number,
  mode: Mode,
): Split {
  const attributes = affine.gain.size;
  const channels = x.shape[3] - attributes;
  const told = tf.mean<tf.Tensor4D>(tf.slice(x, [0, 0, 0, channels], [-1, -1, -1, attributes]), [1, 2], true);
  const { output, moments } = normalise(told, affine, averages, { epsilon, slope: 1 }, mode);
  return {
    z: tf.slice(x, [0, 0, 0, 0], [-1, -1, -1, channels]),
    intensities: tf.sigmoid(tf.mul(tf.reshape(output, [-1, attributes]) as tf.Tensor2D, NEARLY_NORMAL)),
    moments,
  };
}
