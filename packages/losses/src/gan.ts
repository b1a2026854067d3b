import { leakyRelu } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** log(1 + eˡ) of every logit; does not overflow. */
function softplus(logits: tf.Tensor): tf.Tensor {
  return tf.add(leakyRelu(logits, 0), tf.log1p(tf.exp(tf.neg(tf.abs(logits)))));
}

/** Cross-entropy with the target 1, −mean log D(x), D being the sigmoid of the logits. Logits of any shape. */
export function costOfReal(logits: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(softplus(tf.neg(logits))) as tf.Scalar);
}

/** Cross-entropy with the target 0, −mean log(1 − D(x)). Logits of any shape. */
export function costOfMade(logits: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.mean(softplus(logits)) as tf.Scalar);
}

/** What the discriminator minimises: eq. 1 with its sign turned (Goodfellow et al. 2014). */
export function ganCriticLoss(real: tf.Tensor, edited: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.add(costOfReal(real), costOfMade(edited)) as tf.Scalar);
}

/** mean log(1 − D(x)) as in eq. 1; its gradient vanishes where D is confident. */
export function saturatingGeneratorLoss(edited: tf.Tensor): tf.Scalar {
  return tf.tidy(() => tf.neg(costOfMade(edited)) as tf.Scalar);
}
