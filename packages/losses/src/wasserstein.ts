import * as tf from '@tensorflow/tfjs-core';

/** How much higher the critic scores edited faces than real ones (eq. 11). Logits of any shape. */
export function wassersteinCriticLoss(real: tf.Tensor, edited: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.sub(tf.mean(edited), tf.mean(real)) as tf.Scalar);
}

/** Minus the critic's score of edited faces (eq. 12). Logits of any shape. */
export function wassersteinGeneratorLoss(edited: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.neg(tf.mean(edited)) as tf.Scalar);
}
