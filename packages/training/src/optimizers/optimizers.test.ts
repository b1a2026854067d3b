import { UsageError } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { registerGradients } from '@attgan/kernels';
import { adam } from './adam.ts';
import { adamw } from './adamw.ts';
import type { Optimizer, Slots } from './optimizer.ts';
import { rmsprop } from './rmsprop.ts';
import { sgd } from './sgd.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const START = [
  [1, -2],
  [0.5, 3],
];
const GRADIENTS = [
  [
    [3, 0],
    [1, -1],
  ],
  [
    [1, -2],
    [0.5, 4],
  ],
];

/** Parameters after two steps along the gradients, and the slots. */
function twoSteps(optimizer: Optimizer, start: tf.TensorLike = START, gradients: readonly tf.TensorLike[] = GRADIENTS) {
  let parameter = tf.tensor(start);
  let slots: Slots = optimizer.init(parameter);
  gradients.forEach((gradient, index) => {
    const leaf = { parameter, gradient: tf.tensor(gradient), slots };
    ({ parameter, slots } = optimizer.update(leaf, { learningRate: optimizer.learningRate, step: index + 1 }));
  });
  return { values: [...parameter.dataSync()], slots };
}

/** The same by hand, value by value. */
function byHand(rule: () => (parameter: number, gradient: number, step: number) => number): number[] {
  return START.flat().map((start, at) => {
    const next = rule();
    return GRADIENTS.reduce((value, gradient, index) => next(value, gradient.flat()[at] as number, index + 1), start);
  });
}

function expectClose(actual: readonly number[], expected: readonly number[]): void {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, index) => expect(value).toBeCloseTo(expected[index] as number, 5));
}

const adamRule =
  (rate: number, beta1: number, beta2: number, decay = 0) =>
  () => {
    let [m, v] = [0, 0];
    return (parameter: number, gradient: number, step: number): number => {
      m = beta1 * m + (1 - beta1) * gradient;
      v = beta2 * v + (1 - beta2) * gradient ** 2;
      const change = m / (1 - beta1 ** step) / (Math.sqrt(v / (1 - beta2 ** step)) + 1e-8);
      return parameter * (1 - rate * decay) - rate * change;
    };
  };

test('Adam is algorithm 1 of Kingma & Ba, with the published rate and betas by default', () => {
  expectClose(twoSteps(adam.create({ learningRate: 0.1 })).values, byHand(adamRule(0.1, 0.5, 0.999)));
  expect(adam.create({}).learningRate).toBe(2e-4);
  expect(Object.keys(twoSteps(adam.create({})).slots)).toEqual(['m', 'v']);
});

test('AdamW takes its decay off kernels before the step, and leaves tensors of one dimension alone', () => {
  const options = { learningRate: 0.1, weightDecay: 0.5 };
  expectClose(twoSteps(adamw.create(options)).values, byHand(adamRule(0.1, 0.5, 0.999, 0.5)));
  const [start, gradients] = [START.flat(), GRADIENTS.map((gradient) => gradient.flat())];
  expectClose(twoSteps(adamw.create(options), start, gradients).values, byHand(adamRule(0.1, 0.5, 0.999)));
});

test('RMSProp divides by the root of a moving mean of squares, and adds L2 to the gradient', () => {
  const rule = () => {
    let v = 0;
    return (parameter: number, given: number): number => {
      const gradient = given + 0.5 * parameter;
      v = 0.9 * v + 0.1 * gradient ** 2;
      return parameter - (0.1 * gradient) / (Math.sqrt(v) + 1e-8);
    };
  };
  const { values, slots } = twoSteps(rmsprop.create({ learningRate: 0.1, weightDecay: 0.5 }));
  expectClose(values, byHand(rule));
  expect(Object.keys(slots)).toEqual(['v']);
});

test.each([
  [0, false],
  [0.9, false],
  [0.9, true],
])('SGD with momentum %d, Nesterov’s: %s', (momentum, nesterov) => {
  const rule = () => {
    let velocity = 0;
    return (parameter: number, given: number): number => {
      const gradient = given + 0.5 * parameter;
      velocity = momentum * velocity + gradient;
      return parameter - 0.1 * (nesterov ? gradient + momentum * velocity : velocity);
    };
  };
  const { values, slots } = twoSteps(sgd.create({ learningRate: 0.1, momentum, nesterov, weightDecay: 0.5 }));
  expectClose(values, byHand(rule));
  expect(Object.keys(slots)).toEqual(momentum === 0 ? [] : ['velocity']);
});

test('wrong options are one line that names the first', () => {
  const wrong = { learningRate: 0.1, beta: 0.5 } as object;
  expect(() => adam.create(wrong)).toThrow(UsageError);
  expect(() => adam.create(wrong)).toThrow('Unknown option optimizer.beta. Did you mean "beta1"?');
});
