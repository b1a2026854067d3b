import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import {
  classificationAccuracy,
  classificationLoss,
  gradientPenalty,
  interpolate,
  reconstructionLoss,
  squaredReconstructionLoss,
  wassersteinCriticLoss,
  wassersteinGeneratorLoss,
} from './index.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const value = (scalar: tf.Scalar): number => scalar.dataSync()[0] as number;

test('a perfect reconstruction costs nothing, and a shift costs its size, or its square', () => {
  const x = tf.randomUniform([2, 4, 4, 3], -1, 1, 'float32', 1);
  expect(value(reconstructionLoss(x, x))).toBe(0);
  expect(value(reconstructionLoss(x, tf.add(x, 0.25)))).toBeCloseTo(0.25, 5);
  expect(value(squaredReconstructionLoss(x, x))).toBe(0);
  expect(value(squaredReconstructionLoss(x, tf.add(x, 0.25)))).toBeCloseTo(0.0625, 5);
});

test('undecided logits cost log 2 whatever the labels', () => {
  expect(value(classificationLoss(tf.tensor2d([[0, 1, 1]]), tf.zeros([1, 3])))).toBeCloseTo(Math.LN2, 6);
});

test('logits of a thousand cost a thousand where wrong and nothing where right', () => {
  expect(value(classificationLoss(tf.tensor2d([[0, 1]]), tf.tensor2d([[1000, 1000]])))).toBeCloseTo(500, 3);
});

test('the gradient of the classification loss is sigmoid minus label, averaged', () => {
  const labels = tf.tensor2d([[1, 0]]);
  const gradient = tf.grad((l: tf.Tensor) => classificationLoss(labels, l as tf.Tensor2D))(tf.tensor2d([[0.3, -2]]));
  const sigmoid = (l: number): number => 1 / (1 + Math.exp(-l));
  const [first, second] = gradient.dataSync() as unknown as [number, number];
  expect(first).toBeCloseTo((sigmoid(0.3) - 1) / 2, 5);
  expect(second).toBeCloseTo(sigmoid(-2) / 2, 5);
});

test('accuracy counts attributes whose logit has the sign of the label', () => {
  const labels = tf.tensor2d([[1, 0, 1, 0]]);
  expect(value(classificationAccuracy(labels, tf.tensor2d([[3, -1, -2, -5]])))).toBeCloseTo(0.75, 6);
});

test('what the critic gains on edited faces the generator loses', () => {
  const edited = tf.tensor1d([1, 2, 6]);
  expect(value(wassersteinCriticLoss(tf.zeros([3]), edited))).toBeCloseTo(3);
  expect(value(wassersteinGeneratorLoss(edited))).toBeCloseTo(-3);
});

test('a critic of slope one everywhere pays no penalty, one of slope three pays four', () => {
  const x = tf.randomUniform<tf.Rank.R4>([2, 2, 2, 1], 0, 1, 'float32', 7);
  const critic = (slope: number) => (face: tf.Tensor4D) => tf.mul(tf.sum(face, [1, 2, 3]), slope / Math.sqrt(4));
  expect(value(gradientPenalty(critic(1), x))).toBeCloseTo(0, 5);
  expect(value(gradientPenalty(critic(3), x))).toBeCloseTo(4, 4);
});

test('the penalty’s gradient agrees with finite differences', () => {
  const x = tf.randomUniform<tf.Rank.R4>([2, 3, 3, 2], -1, 1, 'float32', 3);
  const penalty = (k: tf.Tensor): tf.Scalar =>
    gradientPenalty((face) => tf.square(tf.conv2d(face, k as tf.Tensor4D, 1, 'same')), x);
  const kernel = tf.randomNormal([2, 2, 2, 1], 0, 0.4, 'float32', 4);
  const gradient = tf.grad(penalty)(kernel).dataSync();
  const values = kernel.dataSync();
  for (const index of [0, 3, 6]) {
    const shifted = (by: number): number => {
      const copy = Float32Array.from(values);
      copy[index] = (copy[index] as number) + by;
      return value(penalty(tf.tensor(copy, kernel.shape)));
    };
    const numeric = (shifted(1e-2) - shifted(-1e-2)) / 2e-2;
    expect(Math.abs(numeric - (gradient[index] as number))).toBeLessThan(0.02 * Math.max(1, Math.abs(numeric)));
  }
});

test('interpolation runs from the real face to the edited one', () => {
  const [real, edited] = [tf.zeros<tf.Rank.R4>([2, 1, 1, 1]), tf.ones<tf.Rank.R4>([2, 1, 1, 1])];
  expect([...interpolate(real, edited, tf.tensor1d([0, 0.75])).dataSync()]).toEqual([0, 0.75]);
});

test('losses leave one tensor behind', () => {
  const x = tf.zeros<tf.Rank.R4>([1, 2, 2, 1]);
  const before = tf.memory().numTensors;
  gradientPenalty((face) => tf.sum(face, [1, 2, 3]), x);
  reconstructionLoss(x, x);
  squaredReconstructionLoss(x, x);
  expect(tf.memory().numTensors - before).toBe(3);
});
