import * as tf from '@tensorflow/tfjs-core';
import type { Generator } from './definitions.ts';

/**
 * The code of labels: (2·label − 1)·scale, times how strongly each face shows each attribute, if given (b_int = z_int·(2b − 1),
 * eq. 15).
 * @param labels [batch, attributes], 0 or 1
 * @param intensities [batch, attributes] in [0, 1]
 */
export function codeOf(labels: tf.Tensor2D, scale: number, intensities?: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => {
    const full = tf.mul<tf.Tensor2D>(tf.sub(tf.mul(labels, 2), 1), scale);
    return intensities === undefined ? full : tf.mul<tf.Tensor2D>(full, intensities);
  });
}

/** Whether the decoder takes the change of the code instead of the wanted code. */
export function takesChange({ takes }: Pick<Generator, 'takes'>): boolean {
  return takes === 'change';
}

/**
 * The decoder's input for the code `wanted`: that code, or its difference from the faces' own code. Both [batch, attributes].
 * @param own computes the faces' own code; called only where the decoder takes changes
 */
export function decoderInput(
  generator: Pick<Generator, 'takes'>,
  wanted: tf.Tensor2D,
  own: () => tf.Tensor2D,
): tf.Tensor2D {
  return takesChange(generator) ? tf.tidy(() => tf.sub<tf.Tensor2D>(wanted, own())) : wanted;
}
