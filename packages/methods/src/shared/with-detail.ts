import type { DetailFade } from '@attgan/core';
import { withoutGradient } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { smoothed } from './smoothed.ts';

/** How much of what a reconstruction loses of its face is given back to an edit. */
export interface Detail {
  /** In [0, 1]. */
  readonly share: number;
  readonly fade?: DetailFade | undefined;
  /** Whether the difference of edit and reconstruction is smoothed on its way into the face. */
  readonly smooth?: boolean | undefined;
}

/**
 * edit + share·(face − reconstruction), cut to [−1, 1]: what models with a `detail` in their card make of a crop. In other words
 * (1 − share)·edit + share·(face + edit − reconstruction), where `smooth` smooths the difference that is added to the face. With a `fade`
 * the share is less where edit and reconstruction differ much; no gradient flows through that.
 * @param edit [batch, size, size, 3] in [−1, 1]; so are, or with a batch of 1 for all edits, the face and its reconstruction
 */
export function withDetail(
  edit: tf.Tensor4D,
  face: tf.Tensor4D,
  reconstruction: tf.Tensor4D,
  { share, fade, smooth = false }: Detail,
): tf.Tensor4D {
  const lost = smooth
    ? tf.sub(tf.add(face, smoothed(tf.sub(edit, reconstruction))), edit)
    : tf.sub(face, reconstruction);
  const given = tf.mul(lost, share);
  const kept = fade === undefined ? given : tf.mul(given, keptShare(edit, reconstruction, fade));
  return tf.clipByValue(tf.add<tf.Tensor4D>(edit, kept), -1, 1);
}

/** 1 − smoothstep of the differences, [batch, size, size, 1]. */
function keptShare(edit: tf.Tensor4D, reconstruction: tf.Tensor4D, { from, to }: DetailFade): tf.Tensor {
  return withoutGradient(() => {
    const size = tf.mean(tf.abs(tf.sub(edit, reconstruction)), -1, true);
    const t = tf.clipByValue(tf.div(tf.sub(size, from), to - from), 0, 1);
    return tf.sub(1, tf.mul(tf.square(t), tf.sub(3, tf.mul(t, 2))));
  });
}
