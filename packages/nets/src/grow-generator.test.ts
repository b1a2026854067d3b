import { randomKey } from '@attgan/core';
import { flatten, initWeights, loadTree, registerGradients, type StoredValues, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { attganGenerator } from './attgan-generator.ts';
import type { Generator } from './definitions.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const plain = { preset: 'pytorch-128', width: 1 / 32, size: 64 } as const;

/** The largest difference between what the plain generator answers and what another one does with its weights. */
function differenceTo(options: object): number {
  return tf.tidy(() => {
    const [first, other] = [attganGenerator.create(plain, 3), attganGenerator.create({ ...plain, ...options }, 3)];
    const { params, state } = initWeights(first.weights, randomKey(1));
    const stored = flatten<tf.Tensor>(params).map(([name, tensor]): [string, StoredValues] => {
      const own = { shape: tensor.shape, values: () => tensor.dataSync<'float32'>() };
      return [name, other.grow?.(name, own) ?? own];
    });
    const grown = loadTree(other.weights.params, new Map(stored), { describe: 'The test' });
    const faces = tf.randomUniform<tf.Rank.R4>([2, 64, 64, 3], -1, 1, 'float32', 1);
    const code = tf.tensor2d([0.5, -0.5, 0.5, -0.5, 0.5, 0.5], [2, 3]);
    const answer = (generator: Generator, weights: TensorTree): tf.Tensor4D => {
      const { features } = generator.encode(weights, state, faces, 'inference');
      return generator.decode(weights, state, features, code, 'inference').image;
    };
    return tf.max(tf.abs(tf.sub(answer(first, params), answer(other, grown)))).dataSync()[0] as number;
  });
}

test.each([
  ['the same options', {}],
  ['a second skip', { skips: 2 }],
  ['skips to all layers', { skips: 4 }],
])('with %s, weights mean the same exactly', (_, options) => {
  expect(differenceTo(options)).toBe(0);
});

test.each([
  ['a mask', { output: 'masked' }],
  ['a mask and skips', { output: 'masked', skips: 4 }],
])('with %s, nearly all of the answer is the decoder’s', (_, options) => {
  const difference = differenceTo(options);
  expect(difference).toBeGreaterThan(0);
  // A face of [−1, 1] shows through at 1 − σ(3).
  expect(difference).toBeLessThan(2 * 0.048);
});

test('what cannot be grown stays as it is, and does not fit', () => {
  expect(() => differenceTo({ injects: 2 })).toThrow(/^The test has decoder\/stages\/2\/kernel of shape/);
  expect(() => differenceTo({ width: 1 / 16 })).toThrow(/^The test has encoder\/0\/kernel of shape/);
});
