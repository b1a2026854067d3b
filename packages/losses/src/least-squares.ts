import * as tf from '@tensorflow/tfjs-core';

/** mean (D(real) − 1)² + mean D(edited)²: least-squares GAN (Mao et al. 2017) with targets 1 and 0. Logits of any shape. */
export function leastSquaresCriticLoss(real: tf.Tensor, edited: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.add(tf.mean(tf.square(tf.sub(real, 1))), tf.mean(tf.square(edited))) as tf.Scalar);
}

/** mean (D(edited) − 1)². */
export function leastSquaresGeneratorLoss(edited: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.square(tf.sub(edited, 1))) as tf.Scalar);
}
