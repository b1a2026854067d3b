import { adamKernel, leakyRelu, normActivation } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Deviation } from '../case.ts';
import { fact } from '../fact.ts';
import { draw, toTensor } from '../values.ts';

const group = 'not a number';

/** NaN and Infinity come through: only then does training see that it has gone wrong, and stop. */
export function numberCases(): ConformanceCase[] {
  const image = [1, 4, 4, 3];
  const channels = (): tf.Tensor1D => tf.ones([3]);
  const norm = (kind: 'batch' | 'layer' | 'instance') => (bad: tf.Tensor) =>
    normActivation(bad, channels(), channels(), { kind, epsilon: 1e-3, slope: 0.2 }).output;
  const adam = (bad: tf.Tensor): tf.Tensor => {
    const zeros = tf.zerosLike(bad);
    const attributes = { learningRate: 1e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step: 1, mayOverwrite: false };
    return adamKernel.run({ parameter: zeros, gradient: bad, m: zeros, v: zeros }, attributes)[0] as tf.Tensor;
  };
  const filter = (): tf.Tensor4D => tf.ones([3, 3, 3, 2]);
  const through: readonly (readonly [string, ConformanceCase['needs'], (bad: tf.Tensor) => tf.Tensor])[] = [
    ['a sum', 'inference', (bad) => tf.sum(bad)],
    ['a mean of squares', 'inference', (bad) => tf.mean(tf.square(bad))],
    ['a product', 'inference', (bad) => tf.matMul(tf.reshape(bad, [4, 12]), tf.ones([12, 2]))],
    ['a convolution', 'inference', (bad) => tf.conv2d(bad as tf.Tensor4D, filter(), 2, 'same')],
    ['attgan/LeakyRelu', 'inference', (bad) => leakyRelu(bad, 0.2)],
    ['batch normalisation', 'inference', norm('batch')],
    ['layer normalisation', 'inference', norm('layer')],
    ['instance normalisation', 'inference', norm('instance')],
    ['attgan/Adam', 'training', adam],
  ];
  return through.flatMap(([what, needs, compute]) =>
    [NaN, Infinity].map((bad) => ({
      group,
      name: `${bad} through ${what}`,
      needs,
      tolerance: 0,
      run: () => comesThrough(image, bad, compute),
    })),
  );
}

async function comesThrough(
  shape: readonly number[],
  bad: number,
  compute: (bad: tf.Tensor) => tf.Tensor,
): Promise<Deviation> {
  const values = draw('values beside one that is none', shape);
  values.data[7] = bad;
  const result = tf.tidy(() => compute(toTensor(values)));
  const read = await result.data();
  result.dispose();
  return fact(![...read].every(Number.isFinite), 'it was lost');
}
