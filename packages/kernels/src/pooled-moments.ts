import * as tf from '@tensorflow/tfjs-core';

/**
 * Mean and variance of the values of all processes, which have equally many: μ = ⟨μᵢ⟩ and σ² = ⟨σᵢ²⟩ + ⟨(μᵢ − μ)²⟩.
 * @param moments [processes, 2, channels]
 */
export function pooled(moments: tf.Tensor): { readonly mean: tf.Tensor1D; readonly variance: tf.Tensor1D } {
  const [means, variances] = tf.unstack(moments, 1) as [tf.Tensor2D, tf.Tensor2D];
  const mean = tf.mean(means, 0) as tf.Tensor1D;
  return { mean, variance: tf.add(tf.mean(variances, 0), tf.mean(tf.square(tf.sub(means, mean)), 0)) };
}
