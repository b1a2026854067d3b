import { fold, uniform, type RandomKey } from '@attgan/core';
import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/** What fills the border that an image moves away from: its last row or column again, or 0, which is grey. */
export type Edge = 'replicated' | 'grey';

/**
 * Each image moved by up to `reach` pixels down or up and right or left, all equally probable.
 *
 * Rows and columns are picked by products with matrices of 0 and 1: exact, differentiable as often as wanted, and the same on every
 * backend, where gathering for each image apart is not.
 */
export function translate(images: tf.Tensor4D, reach: number, edge: Edge, key: RandomKey): tf.Tensor4D {
  if (reach === 0) return images;
  const [count, height, width] = images.shape;
  const picked = (axis: string, length: number): tf.Tensor3D =>
    picking(
      fresh(fold(key, axis), (by) => {
        const moves = Array.from(uniform(by, count), (draw) => Math.floor(draw * (2 * reach + 1)) - reach);
        return sourcesOf(moves, length, edge);
      }),
    );
  return tf.tidy(() => {
    const moved = alongRows(images, picked('rows', height));
    const turned = tf.transpose<tf.Tensor4D>(moved, [0, 2, 1, 3]);
    return tf.transpose<tf.Tensor4D>(alongRows(turned, picked('columns', width)), [0, 2, 1, 3]);
  });
}

/** [count, length]: where the pixel comes from that is to be at each place, i + the move; −1 for grey. */
function sourcesOf(moves: readonly number[], length: number, edge: Edge): tf.Tensor2D {
  const sources = moves.flatMap((move) =>
    Array.from({ length }, (_, place) => {
      const source = place + move;
      if (source >= 0 && source < length) return source;
      // What is nowhere in range is picked nowhere: a row of zeros.
      return edge === 'grey' ? -1 : Math.min(length - 1, Math.max(0, source));
    }),
  );
  return tf.tensor2d(sources, [moves.length, length], 'int32');
}

/** [count, length, length]: row i of image n has its 1 at the source of place i. */
function picking(sources: tf.Tensor2D): tf.Tensor3D {
  return tf.cast(tf.oneHot(sources, sources.shape[1]), 'float32') as tf.Tensor3D;
}

function alongRows(images: tf.Tensor4D, matrix: tf.Tensor3D): tf.Tensor4D {
  const [count, rows, columns, channels] = images.shape;
  const flat = tf.reshape(images, [count, rows, columns * channels]);
  return tf.reshape(tf.matMul(matrix, flat), images.shape) as tf.Tensor4D;
}
