import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { disposeDeferred, leakyRelu, normActivation, registerGradients } from './index.ts';
import type { NormAttributes, NormKind } from './index.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

/** The same function from ordinary tfjs operations that tfjs differentiates itself. */
function composed(
  x: tf.Tensor,
  gain: tf.Tensor,
  bias: tf.Tensor,
  axes: number[],
  attributes: NormAttributes,
): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.mul(centred, centred), axes, true);
  const t = tf.add(tf.mul(tf.div(centred, tf.sqrt(tf.add(variance, attributes.epsilon))), gain), bias);
  const { slope } = attributes;
  return tf.add(tf.mul(t, slope), tf.mul(tf.relu(t), 1 - slope));
}

function far(a: tf.Tensor, b: tf.Tensor): number {
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number;
}

const cases: [NormKind, number[], number[]][] = [
  ['layer', [2, 3, 4, 5], [1, 2, 3]],
  ['instance', [2, 3, 4, 5], [1, 2]],
  ['batch', [3, 3, 2, 4], [0, 1, 2]],
  ['layer', [3, 7], [1]],
];

describe.each(cases)('%s normalisation of %j', (kind, shape, axes) => {
  const attributes: NormAttributes = { kind, epsilon: 1e-3, slope: 0.2 };
  const channels = shape.at(-1) as number;
  const x = (): tf.Tensor => tf.randomNormal(shape, 0.3, 1, 'float32', 1);
  const gain = (): tf.Tensor1D => tf.randomNormal([channels], 1, 0.3, 'float32', 2);
  const bias = (): tf.Tensor1D => tf.randomNormal([channels], 0, 0.3, 'float32', 3);
  const weights = (): tf.Tensor => tf.randomNormal(shape, 0, 1, 'float32', 4);

  test('equals the textbook formula', () => {
    const fused = normActivation(x(), gain(), bias(), attributes).output;
    expect(far(fused, composed(x(), gain(), bias(), axes, attributes))).toBeLessThan(1e-5);
  });

  test('has the gradients of the textbook formula', () => {
    const inputs = [x(), gain(), bias()];
    const ours = tf.grads((a, g, b) =>
      tf.sum(tf.mul(weights(), normActivation(a, g as tf.Tensor1D, b as tf.Tensor1D, attributes).output)),
    )(inputs);
    const theirs = tf.grads((a, g, b) => tf.sum(tf.mul(weights(), composed(a, g, b, axes, attributes))))(inputs);
    ours.forEach((gradient, index) => expect(far(gradient, theirs[index] as tf.Tensor)).toBeLessThan(1e-4));
    disposeDeferred();
  });

  test('has the gradients of the gradient of the textbook formula', () => {
    const penalty = (f: (a: tf.Tensor, g: tf.Tensor) => tf.Tensor) => (a: tf.Tensor, g: tf.Tensor) => {
      const slope = tf.grad((input: tf.Tensor) => tf.sum(tf.mul(weights(), f(input, g))))(a);
      return tf.sum(tf.square(slope));
    };
    const inputs = [x(), gain()];
    const ours = tf.grads(penalty((a, g) => normActivation(a, g as tf.Tensor1D, bias(), attributes).output))(inputs);
    const theirs = tf.grads(penalty((a, g) => composed(a, g, bias(), axes, attributes)))(inputs);
    ours.forEach((gradient, index) => expect(far(gradient, theirs[index] as tf.Tensor)).toBeLessThan(2e-3));
    disposeDeferred();
  });
});

test('a gradient leaves exactly its results in memory', () => {
  const x = tf.randomNormal([2, 3, 3, 2]);
  const [gain, bias] = [tf.ones<tf.Rank.R1>([2]), tf.zeros<tf.Rank.R1>([2])];
  const before = tf.memory().numTensors;
  const gradients = tf.grads((a, g, b) =>
    tf.sum(normActivation(a, g as tf.Tensor1D, b as tf.Tensor1D, { kind: 'layer', epsilon: 1e-5, slope: 0.2 }).output),
  )([x, gain, bias]);
  disposeDeferred();
  expect(tf.memory().numTensors - before).toBe(gradients.length);
});

test('the gradient of the gradient of leaky ReLU composed with a square is that of its two branches', () => {
  const f = (x: tf.Tensor): tf.Tensor => tf.sum(tf.square(leakyRelu(x, 0.5)));
  const second = tf.grad((x: tf.Tensor) => tf.sum(tf.grad(f)(x)))(tf.tensor1d([2, -2]));
  expect([...second.dataSync()]).toEqual([2, 0.5]);
});
