import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation } from '../energy.ts';
import { casesOf } from '../operation.ts';
import { convolve, deconvolve, type Padding } from '../reference/convolution.ts';
import { draw, type Values } from '../values.ts';

const group = 'convolution';

type Size = readonly [height: number, width: number, channels: number, filters: number];

/** Kernels, strides and odd sizes that critics and encoders meet, and the pixel of one image alone. */
const FORWARD: readonly (readonly [Size, kernel: number, stride: number, Padding])[] = [
  [[6, 6, 3, 4], 3, 1, 'same'],
  [[6, 6, 2, 3], 4, 2, 'same'],
  [[6, 6, 2, 3], 5, 2, 'same'],
  [[7, 5, 3, 2], 3, 2, 'same'],
  [[5, 6, 2, 3], 4, 1, 'same'],
  [[5, 5, 2, 2], 5, 1, 'same'],
  [[2, 2, 5, 6], 4, 2, 'same'],
  [[1, 1, 4, 3], 4, 2, 'same'],
  [[4, 4, 3, 5], 1, 1, 'same'],
  [[7, 6, 2, 3], 3, 2, 'valid'],
];

/** Transposed convolutions, as decoders have; sizes are those of what goes in. */
const TRANSPOSED: readonly (readonly [Size, kernel: number, stride: number])[] = [
  [[3, 3, 2, 3], 4, 2],
  [[3, 4, 3, 2], 5, 2],
  [[4, 3, 2, 4], 3, 2],
  [[4, 4, 3, 2], 5, 1],
  [[1, 1, 3, 5], 4, 2],
];

export function convolutionCases(): ConformanceCase[] {
  return [...FORWARD.map(forward), ...TRANSPOSED.map(transposed)].flatMap(casesOf);
}

function forward([size, kernel, stride, padding]: (typeof FORWARD)[number]): Operation {
  const [height, width, channels, filters] = size;
  const name = `${height}×${width}×${channels} by ${kernel}×${kernel}×${filters}, stride ${stride}, ${padding}`;
  return {
    group,
    name,
    inputs: [
      draw(`${name} x`, [2, height, width, channels]),
      draw(`${name} filter`, [kernel, kernel, channels, filters]),
    ],
    compute: ([x, filter]) => tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, padding),
    reference: ([x, filter]) => convolve(x as Values, filter as Values, stride, padding),
    derivatives: 2,
  };
}

function transposed([size, kernel, stride]: (typeof TRANSPOSED)[number]): Operation {
  const [height, width, channels, filters] = size;
  const name = `transposed, ${height}×${width}×${channels} by ${kernel}×${kernel}×${filters}, stride ${stride}`;
  return {
    group,
    name,
    inputs: [
      draw(`${name} x`, [2, height, width, channels]),
      draw(`${name} filter`, [kernel, kernel, filters, channels]),
    ],
    compute: ([x, filter]) =>
      tf.conv2dTranspose(
        x as tf.Tensor4D,
        filter as tf.Tensor4D,
        [2, height * stride, width * stride, filters],
        stride,
        'same',
      ),
    reference: ([x, filter]) => deconvolve(x as Values, filter as Values, stride),
    derivatives: 2,
  };
}
