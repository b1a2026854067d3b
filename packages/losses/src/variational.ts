import * as tf from '@tensorflow/tfjs-core';

/**
 * KL(N(mean, e^logVariance) ‖ N(0, I)) summed over z and averaged over the batch (Kingma & Welling 2014, appendix B).
 * @param mean [batch, …]
 * @param logVariance of the same shape
 */
export function priorDivergence(mean: tf.Tensor, logVariance: tf.Tensor): tf.Scalar {
  return tf.tidy(() => {
    const each = tf.sub(tf.add(tf.square(mean), tf.exp(logVariance)), tf.add(logVariance, 1));
    return tf.div(tf.sum(each), 2 * (mean.shape[0] as number)) as tf.Scalar;
  });
}

/** ½‖a − b‖², summed over all but the batch and averaged over it: features compared (Larsen et al. 2016, eq. 8). */
export function featureDistance(a: tf.Tensor, b: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.div(tf.sum(tf.square(tf.sub(a, b))), 2 * (a.shape[0] as number)) as tf.Scalar);
}
