import { leakyRelu } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/**
 * Binary cross-entropy of attribute logits, averaged over batch and attributes (eqs. 7 and 9; the equations sum over
 * attributes, the published code averages). Stable for logits of any size: max(l, 0) − l·y + log(1 + e^−|l|).
 * @param labels [batch, attributes], 0 or 1
 * @param logits [batch, attributes]
 * @param weights [attributes], factors on each attribute's share; all 1 where absent
 */
export function classificationLoss(labels: tf.Tensor2D, logits: tf.Tensor2D, weights?: readonly number[]): tf.Scalar {
  return tf.tidy(() => {
    const positivePart = leakyRelu(logits, 0);
    const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
    const each = tf.add(tf.sub(positivePart, tf.mul(logits, labels)), tail);
    return tf.mean(weights === undefined ? each : tf.mul(each, tf.tensor1d([...weights]))) as tf.Scalar;
  });
}

/** Share of attributes that the logits classify correctly, in [0, 1]; a logit above 0 means that the attribute is present. */
export function classificationAccuracy(labels: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  return tf.tidy(() => {
    const said = tf.cast(tf.greater(logits, 0), 'float32');
    return tf.sub(1, tf.mean(tf.abs(tf.sub(said, labels)))) as tf.Scalar;
  });
}
