import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { normInference } from './norm-inference.ts';
import { registerGradients } from './register-gradients.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const x = (): tf.Tensor2D =>
  tf.tensor2d([
    [1, -2],
    [-3, 4],
  ]);

test('normalises, scales and activates by channel', () => {
  const affine = { gain: tf.tensor1d([4, -1]), bias: tf.tensor1d([1, 0.5]) };
  const averages = { mean: tf.tensor1d([1, 2]), variance: tf.tensor1d([3, 0]) };
  const values = (slope: number): number[][] =>
    normInference(x(), affine, averages, { epsilon: 1, slope })
      .arraySync()
      .map((row) => row.map((value) => value + 0));
  expect(values(1)).toEqual([
    [1, 4.5],
    [-7, -1.5],
  ]);
  expect(values(0.5)).toEqual([
    [1, 4.5],
    [-3.5, -0.75],
  ]);
  expect(values(0)).toEqual([
    [1, 4.5],
    [0, 0],
  ]);
});

test.each([1, 0.2, 0])('has the gradients of its composition, slope %d', (slope) => {
  const [gain, bias, mean, variance] = [
    [2, -1],
    [1, 0.5],
    [0.3, -0.2],
    [1.5, 0.7],
  ].map((values) => tf.tensor1d(values)) as [tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D];
  const weights = tf.tensor2d([
    [1, 2],
    [3, 4],
  ]);
  const gradients = (normed: (...values: tf.Tensor[]) => tf.Tensor): number[] =>
    tf
      .grads((...values) => tf.sum(tf.mul(normed(...values), weights)))([x(), gain, bias, mean, variance])
      .flatMap((gradient) => [...gradient.dataSync()]);
  const ours = gradients((a, g, b, m, v) =>
    normInference(
      a as tf.Tensor,
      { gain: g as tf.Tensor1D, bias: b as tf.Tensor1D },
      { mean: m as tf.Tensor1D, variance: v as tf.Tensor1D },
      { epsilon: 0.1, slope },
    ),
  );
  const composed = gradients((a, g, b, m, v) => {
    const normalised = tf.div(tf.sub(a as tf.Tensor, m as tf.Tensor), tf.sqrt(tf.add(v as tf.Tensor, 0.1)));
    const t = tf.add(tf.mul(normalised, g as tf.Tensor), b as tf.Tensor);
    return slope === 1 ? t : slope === 0 ? tf.relu(t) : tf.leakyRelu(t, slope);
  });
  ours.forEach((value, at) => expect(value).toBeCloseTo(composed[at] as number, 5));
  expect(ours).toHaveLength(composed.length);
});
