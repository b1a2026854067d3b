import * as tf from '@tensorflow/tfjs-core';

/** Each value and its eight neighbours weighed 1, 2, 1 in both directions, a binomial filter; edge pixels go on beyond the border. */
export function smoothed(images: tf.Tensor4D): tf.Tensor4D {
  return alongAxis(alongAxis(images, 1), 2);
}

function alongAxis(images: tf.Tensor4D, axis: 1 | 2): tf.Tensor4D {
  const length = images.shape[axis];
  const part = (begin: number, size: number): tf.Tensor4D => {
    const [begins, sizes] = [
      [0, 0, 0, 0],
      [-1, -1, -1, -1],
    ] as [[number, number, number, number], [number, number, number, number]];
    begins[axis] = begin;
    sizes[axis] = size;
    return tf.slice(images, begins, sizes);
  };
  const before = tf.concat([part(0, 1), part(0, length - 1)], axis);
  const after = tf.concat([part(1, length - 1), part(length - 1, 1)], axis);
  return tf.add(tf.mul(images, 0.5), tf.mul(tf.add(before, after), 0.25));
}
