import { leakyRelu } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/**
 * mean max(0, 1 − D(real)) + mean max(0, 1 + D(edited)): geometric GAN (Lim & Ye 2017). Logits of any shape. Faces judged
 * correctly by a margin of 1 give no gradient. The generator's loss is Wasserstein's.
 */
export function hingeCriticLoss(real: tf.Tensor, edited: tf.Tensor): tf.Scalar {
  return tf.tidy(
    () => tf.add(tf.mean(leakyRelu(tf.sub(1, real), 0)), tf.mean(leakyRelu(tf.add(1, edited), 0))) as tf.Scalar,
  );
}
