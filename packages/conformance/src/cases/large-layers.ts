import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Need } from '../case.ts';
import { compareWith } from '../operation.ts';
import { multiply } from '../reference/arithmetic.ts';
import { convolve, deconvolve, filterGradient } from '../reference/convolution.ts';
import { draw, toTensor, type Values } from '../values.ts';

const group = 'large layers';

/** Sizes beyond one tile of a fast kernel, none of them a multiple of 4. */
const CONVOLUTIONS = [
  { edge: 34, channels: 17, filters: 19, kernel: 5, stride: 2 },
  { edge: 30, channels: 3, filters: 33, kernel: 4, stride: 2 },
  { edge: 15, channels: 34, filters: 21, kernel: 3, stride: 1 },
] as const;

export function largeLayerCases(): ConformanceCase[] {
  return [...CONVOLUTIONS.flatMap(convolutions), ...products()];
}

function convolutions({ edge, channels, filters, kernel, stride }: (typeof CONVOLUTIONS)[number]): ConformanceCase[] {
  const title = `${edge}×${edge}×${channels} by ${kernel}×${kernel}×${filters}, stride ${stride}`;
  const out = Math.ceil(edge / stride);
  const x = draw(`${title} x`, [2, edge, edge, channels]);
  const filter = draw(`${title} filter`, [kernel, kernel, channels, filters]);
  const dy = draw(`${title} dy`, [2, out, out, filters]);
  const attributes = { strides: stride, pad: 'same', dataFormat: 'NHWC' };
  const run = (name: string, inputs: tf.NamedTensorMap, more: tf.NamedAttrMap): tf.Tensor =>
    tf.engine().runKernel(name, inputs, { ...attributes, ...more }) as tf.Tensor;
  return [
    one(
      `convolution ${title}`,
      'inference',
      () => convolve(x, filter, stride, 'same'),
      () => tf.conv2d(toTensor(x) as tf.Tensor4D, toTensor(filter) as tf.Tensor4D, stride, 'same'),
    ),
    one(
      `input gradient ${title}`,
      'training',
      () => deconvolve(dy, filter, stride, x.shape),
      () => run(tf.Conv2DBackpropInput, { dy: toTensor(dy), filter: toTensor(filter) }, { inputShape: [...x.shape] }),
    ),
    one(
      `filter gradient ${title}`,
      'training',
      () => filterGradient(x, dy, filter.shape, stride),
      () => run(tf.Conv2DBackpropFilter, { x: toTensor(x), dy: toTensor(dy) }, { filterShape: [...filter.shape] }),
    ),
  ];
}

/** A dense layer and its two gradients. */
function products(): ConformanceCase[] {
  const [rows, inner, columns] = [33, 517, 70];
  const x = draw('dense x', [rows, inner]);
  const kernel = draw('dense kernel', [inner, columns]);
  const dy = draw('dense dy', [rows, columns]);
  const turned = (a: Values, b: Values, transposeA: boolean, transposeB: boolean) =>
    [
      () => multiply(a, b, transposeA, transposeB),
      () => tf.matMul(toTensor(a), toTensor(b), transposeA, transposeB),
    ] as const;
  return [
    one('dense layer', 'inference', ...turned(x, kernel, false, false)),
    one('dense layer, input gradient', 'training', ...turned(dy, kernel, false, true)),
    one('dense layer, kernel gradient', 'training', ...turned(x, dy, true, false)),
  ];
}

function one(name: string, needs: Need, expected: () => Values, compute: () => tf.Tensor): ConformanceCase {
  return {
    group,
    name,
    needs,
    tolerance: 1e-5,
    run: () => compareWith([expected()], () => [compute()], ['the values']),
  };
}
