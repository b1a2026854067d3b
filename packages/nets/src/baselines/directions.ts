import { rowsOfAll, zeros, type WeightsOf } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** About how many of the latest faces the means cover; published programs average over as many. */
const FACES = 10_000;

/** Sums over faces with an attribute and over those without, [attributes, n], and their shares, [attributes, 1]. */
export type Directions = Readonly<Record<'on' | 'off' | 'sharesOn' | 'sharesOff', tf.Tensor2D>>;

export function directionWeights(attributes: number, length: number): WeightsOf<Directions> {
  const sums = zeros<tf.Tensor2D>([attributes, length]);
  const shares = zeros<tf.Tensor2D>([attributes, 1]);
  return { on: sums, off: sums, sharesOn: shares, sharesOff: shares };
}

/** Moving means after one more batch. z: [batch, n]; labels: [batch, attributes]. */
export function advanceDirections(old: Directions, z: tf.Tensor2D, labels: tf.Tensor2D): Directions {
  const [count] = labels.shape;
  const rate = Math.min(1, rowsOfAll(count) / FACES);
  const moved = (before: tf.Tensor2D, which: tf.Tensor2D, values: tf.Tensor2D): tf.Tensor2D =>
    tf.tidy(() => tf.add(tf.mul(before, 1 - rate), tf.mul(tf.matMul(which, values, true), rate / count)));
  const without = tf.sub<tf.Tensor2D>(1, labels);
  const ones = tf.ones<tf.Rank.R2>([count, 1]);
  const next: Directions = {
    on: moved(old.on, labels, z),
    off: moved(old.off, without, z),
    sharesOn: moved(old.sharesOn, labels, ones),
    sharesOff: moved(old.sharesOff, without, ones),
  };
  tf.dispose([without, ones]);
  return next;
}

/** Mean z with an attribute minus mean z without it, [attributes, n]; zeros until both have been seen. */
export function directionsOf({ on, off, sharesOn, sharesOff }: Directions): tf.Tensor2D {
  return tf.tidy(() => {
    const mean = (sum: tf.Tensor2D, share: tf.Tensor2D): tf.Tensor2D => tf.div(sum, tf.maximum(share, 1e-12));
    const seen = tf.cast(tf.greater(tf.mul(sharesOn, sharesOff), 0), 'float32');
    return tf.mul<tf.Tensor2D>(tf.sub(mean(on, sharesOn), mean(off, sharesOff)), seen);
  });
}
