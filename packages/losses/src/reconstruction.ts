import * as tf from '@tensorflow/tfjs-core';

/** ‖x − x̂‖₁ averaged over every value (eq. 10; the published code takes means). Images of one shape, [−1, 1]. */
export function reconstructionLoss(original: tf.Tensor, reconstruction: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.abs(tf.sub(original, reconstruction))) as tf.Scalar);
}

/**
 * ‖x − x̂‖₂² averaged over every value: penalises small differences less, and blurs where it is uncertain. Images of one shape.
 */
export function squaredReconstructionLoss(original: tf.Tensor, reconstruction: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(tf.square(tf.sub(original, reconstruction))) as tf.Scalar);
}
