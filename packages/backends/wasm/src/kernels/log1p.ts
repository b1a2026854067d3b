import * as tf from '@tensorflow/tfjs-core';

/**
 * Replaces tfjs's log(1 + x), which rounds the sum first and so is wrong by per cents where x is small. There
 * x·log(u)/(u − 1) with u = 1 + x as it was rounded is right (Kahan), and x itself where u is 1.
 */
export const log1p: tf.KernelConfig = {
  kernelName: tf.Log1p,
  backendName: 'wasm',
  kernelFunc({ inputs }) {
    const { x } = inputs as unknown as { x: tf.Tensor };
    return tf.tidy(() => {
      const u = tf.add(x, 1);
      const plain = tf.log(u);
      const corrected = tf.where(tf.equal(u, 1), x, tf.div(tf.mul(x, plain), tf.sub(u, 1)));
      return tf.where(tf.less(tf.abs(x), 0.5), corrected, plain);
    });
  },
};
