import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { tensorflowBackend } from '../index.ts';
import type { TensorflowKernelBackend } from '../load.ts';
import type { Kind } from './convolutions.ts';
import { matrixConvolution } from './matrix-convolution.ts';
import { planarConvolution } from './planar-convolution.ts';
import { smallConvolution } from './small-convolution.ts';

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: (line) => console.log(line) });
  await tensorflowBackend.open({ threads: 2 });
}, 300_000);

const random = <R extends tf.Rank>(shape: tf.ShapeMap[R], seed: number): tf.Tensor<R> =>
  tf.randomNormal<R>(shape, 0, 1, 'float32', seed);

const KINDS: readonly Kind[] = ['forward', 'towards input', 'towards filter'];

type Example = { batch: number; edge: number; channels: number; kernel: number; stride: number; filters: number };

/** The convolution and its two gradients. */
async function convolutionsOn(
  backend: string,
  { batch, edge, channels, kernel, stride, filters }: Example,
): Promise<{ shape: number[]; values: number[] }[]> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const small = Math.ceil(edge / stride);
    const x = random<tf.Rank.R4>([batch, edge, edge, channels], 1);
    const filter = random<tf.Rank.R4>([kernel, kernel, channels, filters], 2);
    const dy = random<tf.Rank.R4>([batch, small, small, filters], 3);
    const attributes = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC' };
    const run = (name: string, inputs: tf.NamedTensorMap, more: object): tf.Tensor =>
      tf.engine().runKernel(name, inputs, { ...attributes, ...more });
    return [
      tf.conv2d(x, filter, stride, 'same'),
      run('Conv2DBackpropInput', { dy, filter }, { inputShape: x.shape }),
      run('Conv2DBackpropFilter', { x, dy }, { filterShape: filter.shape }),
    ].map((output) => ({ shape: output.shape, values: [...output.dataSync()] }));
  });
}

/** The same by one of our ways of computing them, whether it pays or not. */
function convolutionsBy(
  compute: typeof smallConvolution,
  { batch, edge, channels, kernel, stride, filters }: Example,
  kinds: readonly Kind[] = KINDS,
): { shape: number[]; values: number[] }[] {
  return tf.tidy(() => {
    const info = tf.backend_util.computeConv2DInfo(
      [batch, edge, edge, channels],
      [kernel, kernel, channels, filters],
      stride,
      1,
      'same',
    );
    const rows = batch * info.outHeight * info.outWidth;
    const x = random<tf.Rank.R4>(info.inShape, 1);
    const filter = random<tf.Rank.R4>(info.filterShape as [number, number, number, number], 2);
    const dy = random<tf.Rank.R4>(info.outShape, 3);
    const backend = tf.backend() as TensorflowKernelBackend;
    const inputs = { forward: [x, filter], 'towards input': [dy, filter], 'towards filter': [x, dy] } as const;
    return kinds.map((kind) => {
      const output = compute(kind, { info, rows, depth: kernel * kernel * channels }, inputs[kind], backend);
      return { shape: output.shape, values: [...output.dataSync()] };
    });
  });
}

function expectSame(
  actual: readonly { shape: number[]; values: number[] }[],
  expected: readonly { shape: number[]; values: number[] }[],
): void {
  expect(actual.map(({ shape }) => shape)).toEqual(expected.map(({ shape }) => shape));
  expected.forEach(({ values }, output) => {
    const most = (all: number[]): number => all.reduce((a, b) => Math.max(a, Math.abs(b)), 0);
    const largest = most(values);
    const furthest = most(values.map((value, at) => value - (actual[output]?.values[at] as number)));
    expect(furthest / largest, `output ${output}`).toBeLessThan(1e-5);
  });
}

// Small ones are computed by products of small matrices, few positions for many filters by one large product, as is a
// gradient towards a picture; kernels of 4 that move by 2, where there are channels and pictures enough, by Winograd's algorithm; wide
// pictures of few channels by vectors of pixels.
describe.each<[string, Example]>([
  ['many filters, even kernel', { batch: 2, edge: 8, channels: 32, kernel: 4, stride: 2, filters: 64 }],
  ['many filters, odd kernel', { batch: 1, edge: 8, channels: 6, kernel: 5, stride: 2, filters: 40 }],
  ['many filters, odd edge', { batch: 1, edge: 7, channels: 3, kernel: 4, stride: 2, filters: 64 }],
  ['many filters, stride 1', { batch: 1, edge: 4, channels: 13, kernel: 5, stride: 1, filters: 40 }],
  ['a kernel wider than the image', { batch: 1, edge: 2, channels: 5, kernel: 5, stride: 2, filters: 8 }],
  ['a picture', { batch: 3, edge: 9, channels: 3, kernel: 5, stride: 2, filters: 8 }],
  ['a picture, stride 1', { batch: 2, edge: 8, channels: 3, kernel: 3, stride: 1, filters: 16 }],
  ['kernel 4 and stride 2', { batch: 8, edge: 16, channels: 16, kernel: 4, stride: 2, filters: 48 }],
  ['kernel 4 and stride 2, odd edge', { batch: 5, edge: 15, channels: 19, kernel: 4, stride: 2, filters: 33 }],
  ['kernel 4 and stride 2, several lots', { batch: 14, edge: 16, channels: 40, kernel: 4, stride: 2, filters: 20 }],
  ['several parts', { batch: 5, edge: 33, channels: 4, kernel: 3, stride: 2, filters: 35 }],
  ['wide pictures', { batch: 2, edge: 39, channels: 3, kernel: 5, stride: 1, filters: 13 }],
  ['wide pictures, even kernel and stride 2', { batch: 1, edge: 68, channels: 9, kernel: 4, stride: 2, filters: 6 }],
  ['wide pictures, odd edge', { batch: 1, edge: 83, channels: 4, kernel: 5, stride: 2, filters: 15 }],
  ['stride 3', { batch: 2, edge: 10, channels: 5, kernel: 5, stride: 3, filters: 7 }],
  ['none of these', { batch: 2, edge: 9, channels: 8, kernel: 4, stride: 1, filters: 5 }],
])('a convolution with %s', (_, example) => {
  test('and both its gradients equal the cpu backend', async () => {
    const expected = await convolutionsOn('cpu', example);
    expectSame(await convolutionsOn('tensorflow', example), expected);
    expectSame(convolutionsBy(smallConvolution, example), expected);
    expectSame(convolutionsBy(matrixConvolution, example), expected);
    expectSame(convolutionsBy(planarConvolution, example, KINDS.slice(0, 2)), expected.slice(0, 2));
  });
});

// Too large for plain JavaScript to check number by number, and computed phase by phase.
test('the gradients of a convolution with many weights are its adjoints', async () => {
  await tf.setBackend('tensorflow');
  const [towardsInput, towardsFilter, forward] = tf.tidy(() => {
    const x = random<tf.Rank.R4>([5, 16, 16, 250], 1);
    const filter = random<tf.Rank.R4>([4, 4, 250, 510], 2);
    const y = tf.conv2d(x, filter, 2, 'same');
    const dy = tf.add(y, random(y.shape, 3));
    const attributes = { strides: [2, 2], pad: 'same', dataFormat: 'NHWC' };
    const dx = tf
      .engine()
      .runKernel<tf.Tensor>('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: x.shape });
    const gradient = tf
      .engine()
      .runKernel<tf.Tensor>('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape: filter.shape });
    const product = (a: tf.Tensor, b: tf.Tensor): number => tf.sum(tf.mul(a, b)).dataSync()[0] as number;
    return [product(dx, x), product(gradient, filter), product(y, dy)];
  });
  expect((towardsInput as number) / (forward as number)).toBeCloseTo(1, 4);
  expect((towardsFilter as number) / (forward as number)).toBeCloseTo(1, 4);
});
