import { batchVariance } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** Points on the lines between real and edited faces, a position in [0, 1) for each: [batch], drawn by the caller. */
export function interpolate(real: tf.Tensor4D, edited: tf.Tensor4D, position: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => {
    const alpha = tf.reshape(position, [-1, 1, 1, 1]);
    return tf.add<tf.Tensor4D>(real, tf.mul(alpha, tf.sub(edited, real)));
  });
}

/**
 * Points around real faces, as in DRAGAN (Kodali et al. 2017, with the published AttGAN code's constants): on the line from
 * each face to itself plus noise of half the standard deviation of all values.
 * @param noise uniform in [0, 1), shaped like `real`
 */
export function perturb(real: tf.Tensor4D, noise: tf.Tensor4D, position: tf.Tensor1D): tf.Tensor4D {
  return tf.tidy(() => {
    const deviation = tf.sqrt(batchVariance(real));
    return interpolate(real, tf.add(real, tf.mul(noise, tf.mul(deviation, 0.5))), position);
  });
}

/**
 * (‖∇critic(x)‖₂ − centre)², averaged over the batch: WGAN-GP (Gulrajani et al. 2017, eq. 3), which the paper adopts,
 * with centre 1; the zero-centred penalty (Mescheder et al. 2018) with centre 0.
 * The norm is over all values of a sample. Needs a backend with `secondOrder`.
 * @param critic adversarial logits of images; only its gradient matters, so a constant offset does not
 * @param x [batch, height, width, 3]
 */
export function gradientPenalty(critic: (x: tf.Tensor4D) => tf.Tensor, x: tf.Tensor4D, centre = 1): tf.Scalar {
  return tf.tidy(() => {
    const slope = tf.grad((input: tf.Tensor) => tf.sum(critic(input as tf.Tensor4D)))(x);
    // The constant keeps the root's derivative finite where the slope vanishes.
    const norm = tf.sqrt(tf.add(tf.sum(tf.square(slope), [1, 2, 3]), 1e-12));
    return tf.mean(tf.square(tf.sub(norm, centre))) as tf.Scalar;
  });
}
