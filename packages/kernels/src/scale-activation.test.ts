import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { registerGradients } from './register-gradients.ts';
import { scaleActivation } from './scale-activation.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const x = (): tf.Tensor2D =>
  tf.tensor2d([
    [1, -2],
    [-3, 4],
  ]);

test('scales, shifts and activates by channel', () => {
  const values = (slope: number): number[][] =>
    scaleActivation(x(), tf.tensor1d([2, -1]), tf.tensor1d([1, 0.5]), slope)
      .arraySync()
      .map((row) => row.map((value) => value + 0));
  expect(values(1)).toEqual([
    [3, 2.5],
    [-5, -3.5],
  ]);
  expect(values(0.5)).toEqual([
    [3, 2.5],
    [-2.5, -1.75],
  ]);
  expect(values(0)).toEqual([
    [3, 2.5],
    [0, 0],
  ]);
});

test.each([1, 0.2, 0])('has the gradients of its composition, slope %d', (slope) => {
  const inputs: [tf.Tensor2D, tf.Tensor1D, tf.Tensor1D] = [x(), tf.tensor1d([2, -1]), tf.tensor1d([1, 0.5])];
  const loss = (y: tf.Tensor): tf.Scalar =>
    tf.sum(
      tf.mul(
        y,
        tf.tensor2d([
          [1, 2],
          [3, 4],
        ]),
      ),
    ) as tf.Scalar;
  const gradients = (f: (...values: tf.Tensor[]) => tf.Scalar): number[][] =>
    tf
      .grads(f)(inputs)
      .map((gradient) => [...gradient.dataSync()]);
  const ours = gradients((a, scale, shift) =>
    loss(scaleActivation(a, scale as tf.Tensor1D, shift as tf.Tensor1D, slope)),
  );
  const composed = gradients((a, scale, shift) => {
    const scaled = tf.add(tf.mul(a as tf.Tensor, scale as tf.Tensor), shift as tf.Tensor);
    return loss(slope === 1 ? scaled : slope === 0 ? tf.relu(scaled) : tf.leakyRelu(scaled, slope));
  });
  expect(ours).toEqual(composed);
});
