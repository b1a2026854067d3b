import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { registerGradients } from './register-gradients.ts';

beforeAll(async () => {
  await registerGradients();
  await registerGradients();
  await tf.setBackend('cpu');
});

const STEP = 1e-2;
const POINT = [-0.7, 0.8, 0.3];

test.each<[string, (x: tf.Tensor) => tf.Tensor]>([
  ['exp', tf.exp],
  ['sigmoid', tf.sigmoid],
  ['softmax', (x) => tf.softmax(x)],
  ['tanh', tf.tanh],
])('the gradient of a gradient of %s is what finite differences say', (_, compute) => {
  const weigh = (y: tf.Tensor): tf.Scalar => tf.sum(tf.mul(y, [1, -2, 3]));
  const slope = (x: tf.Tensor): tf.Scalar => weigh(tf.grad((at) => weigh(compute(at)))(x));

  const gradient = tf.grad(slope)(tf.tensor1d(POINT)).arraySync() as number[];

  for (const [index, found] of gradient.entries()) {
    const beside = (by: number): number =>
      slope(tf.tensor1d(POINT.with(index, (POINT[index] as number) + by))).arraySync();
    expect(found).toBeCloseTo((beside(STEP) - beside(-STEP)) / (2 * STEP), 2);
    expect(Math.abs(found)).toBeGreaterThan(0.02);
  }
});

test('a gradient of gradients keeps no tensor', () => {
  const before = tf.memory().numTensors;
  tf.tidy(() => {
    const norm = (x: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.grad((at) => tf.tanh(at))(x)));
    tf.grad(norm)(tf.tensor1d(POINT));
  });
  expect(tf.memory().numTensors).toBe(before);
});
