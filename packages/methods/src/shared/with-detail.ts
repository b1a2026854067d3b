import * as tf from '@tensorflow/tfjs-core';

/**
 * edit + share·(face − reconstruction), cut to [−1, 1]: what models with a `detail` in their card make of a crop.
 * @param edit [batch, size, size, 3] in [−1, 1]; so are, or with a batch of 1 for all edits, the face and its reconstruction
 * @param share in [0, 1]
 */
export function withDetail(
  edit: tf.Tensor4D,
  face: tf.Tensor4D,
  reconstruction: tf.Tensor4D,
  share: number,
): tf.Tensor4D {
  return tf.clipByValue(tf.add<tf.Tensor4D>(edit, tf.mul(tf.sub(face, reconstruction), share)), -1, 1);
}
