import type { Generator } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';

/** The code of labels: (2·label − 1)·scale. */
export function codeOf(labels: tf.Tensor2D, scale: number): tf.Tensor2D {
  return tf.tidy(() => tf.mul(tf.sub(tf.mul(labels, 2), 1), scale));
}

export interface Coding {
  readonly generator: Generator;
  readonly scale: number;
  /** [batch, attributes] in [0, 1], where the encoder tells: b_int = z_int·(2b − 1), eq. 15. */
  readonly intensities?: tf.Tensor2D | undefined;
}

/** What the decoder is given for faces with labels `own` that are to have labels `wanted`. */
export function decoderInput(
  { generator, scale, intensities }: Coding,
  wanted: tf.Tensor2D,
  own: tf.Tensor2D,
): tf.Tensor2D {
  return tf.tidy(() => {
    const code = (labels: tf.Tensor2D): tf.Tensor2D => {
      const full = codeOf(labels, scale);
      return intensities === undefined ? full : tf.mul(full, intensities);
    };
    return generator.takes === 'change' ? tf.sub<tf.Tensor2D>(code(wanted), code(own)) : code(wanted);
  });
}
