import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import {
  costOfMade,
  costOfReal,
  featureDistance,
  ganCriticLoss,
  gradientPenalty,
  hingeCriticLoss,
  leastSquaresCriticLoss,
  leastSquaresGeneratorLoss,
  perturb,
  priorDivergence,
  saturatingGeneratorLoss,
} from './index.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const value = (scalar: tf.Scalar): number => scalar.dataSync()[0] as number;
const real = [2, -1, 0.5];
const made = [-3, 0.25, 1];
const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const log = (logit: number): number => Math.log(1 + Math.exp(logit));

/** Each loss of real and made logits, and what it is by hand. */
const losses: readonly [string, (r: tf.Tensor, m: tf.Tensor) => tf.Scalar, number][] = [
  ['the discriminator’s (eq. 1)', ganCriticLoss, mean(real.map((l) => log(-l))) + mean(made.map(log))],
  ['the generator’s, saturating (eq. 1)', (_, m) => saturatingGeneratorLoss(m), -mean(made.map(log))],
  ['the generator’s, not saturating', (_, m) => costOfReal(m), mean(made.map((l) => log(-l)))],
  ['least squares', leastSquaresCriticLoss, mean([1, 4, 0.25]) + mean([9, 0.0625, 1])],
  ['least squares of the generator', (_, m) => leastSquaresGeneratorLoss(m), mean([16, 0.5625, 0])],
  ['hinge', hingeCriticLoss, mean([0, 2, 0.5]) + mean([0, 1.25, 2])],
];

describe.each(losses)('%s', (_, loss, expected) => {
  test('is what it is by hand', () => {
    expect(value(loss(tf.tensor1d(real), tf.tensor1d(made)))).toBeCloseTo(expected, 6);
  });

  test('has the slope that finite differences have', () => {
    const step = 1e-2;
    for (const [which, logits] of [real, made].entries()) {
      const at = (values: readonly number[]): tf.Scalar =>
        which === 0
          ? loss(tf.tensor1d([...values]), tf.tensor1d(made))
          : loss(tf.tensor1d(real), tf.tensor1d([...values]));
      const slope = tf.grads((r: tf.Tensor, m: tf.Tensor) =>
        // Whatever a loss leaves out still has a slope, of 0.
        tf.add(loss(r, m), tf.mul(0, tf.sum(tf.concat([r, m])))),
      );
      const slopes = (slope([tf.tensor1d(real), tf.tensor1d(made)])[which] as tf.Tensor).dataSync();
      logits.forEach((logit, index) => {
        const moved = (by: number): number => value(at(logits.with(index, logit + by)));
        expect(slopes[index]).toBeCloseTo((moved(step) - moved(-step)) / (2 * step), 3);
      });
    }
  });
});

test('costs of logits of a thousand are a thousand where wrong and nothing where right', () => {
  expect(value(costOfReal(tf.tensor1d([1000])))).toBe(0);
  expect(value(costOfReal(tf.tensor1d([-1000])))).toBeCloseTo(1000, 3);
  expect(value(costOfMade(tf.tensor1d([1000])))).toBeCloseTo(1000, 3);
});

test('a zero-centred penalty of a critic with slope three is nine, and vanishes with the slope', () => {
  const x = tf.randomUniform<tf.Rank.R4>([2, 2, 2, 1], 0, 1, 'float32', 7);
  const critic = (slope: number) => (face: tf.Tensor4D) => tf.mul(tf.sum(face, [1, 2, 3]), slope / Math.sqrt(4));
  expect(value(gradientPenalty(critic(3), x, 0))).toBeCloseTo(9, 4);
  expect(value(gradientPenalty(critic(0), x, 0))).toBeLessThan(1e-9);
});

test('perturbed faces stay where the position is 0, and move by half a deviation times the noise where it is 1', () => {
  const faces = tf.tensor4d([1, 3, 1, 3], [2, 1, 2, 1]);
  const noise = tf.tensor4d([0.5, 0.5, 0.5, 0.25], [2, 1, 2, 1]);
  expect([...perturb(faces, noise, tf.tensor1d([0, 1])).dataSync()]).toEqual([1, 3, 1.25, 3.125]);
});

test('a standard normal diverges from itself by nothing, and others by the formula', () => {
  expect(value(priorDivergence(tf.zeros([3, 4]), tf.zeros([3, 4])))).toBe(0);
  const [m, v] = [0.5, 2];
  const expected = 2 * 0.5 * (m ** 2 + v - Math.log(v) - 1);
  expect(value(priorDivergence(tf.fill([3, 2], m), tf.fill([3, 2], Math.log(v))))).toBeCloseTo(expected, 5);
});

test('a distance of features sums within a face and averages over faces', () => {
  expect(value(featureDistance(tf.zeros([2, 2, 2]), tf.tensor([1, 1, 1, 1, 3, 0, 0, 0], [2, 2, 2])))).toBe(13 / 4);
});
