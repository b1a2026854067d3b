import { AttganError, randomKey } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { loadTree, type StoredValues } from './load-tree.ts';
import { flatten, type TensorTree } from './tree.ts';
import { initWeights, keyedBy, ones, Weight, zeros } from './weight.ts';

beforeAll(async () => {
  await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
});

const weights = { layers: [{ kernel: zeros<tf.Tensor2D>([2, 3]), bias: ones<tf.Tensor1D>([3]) }] };
const stored = (shape: readonly number[], value: number): StoredValues => ({
  shape,
  values: () => new Float32Array(shape.reduce((size, edge) => size * edge, 1)).fill(value),
});
const whole = (): Map<string, StoredValues> =>
  new Map([
    ['net/layers/0/kernel', stored([2, 3], 5)],
    ['net/layers/0/bias', stored([3], 6)],
    ['other/layers/0/bias', stored([9], 7)],
  ]);
const options = { prefix: 'net', describe: 'The file f', advice: 'Copy it again.' };
const shapes = (tree: TensorTree) => flatten<tf.Tensor>(tree).map(([name, { shape }]) => [name, shape]);

test('a tree of weights, or of tensors, says the shapes; the file says the values', () => {
  const loaded = loadTree(weights, whole(), options);
  expect(shapes(loaded)).toEqual([
    ['layers/0/kernel', [2, 3]],
    ['layers/0/bias', [3]],
  ]);
  expect(flatten<tf.Tensor>(loaded).map(([, tensor]) => tensor.dataSync()[0])).toEqual([5, 6]);
  expect(shapes(loadTree(loaded, whole(), options))).toEqual(shapes(loaded));
});

test('without a prefix every name of the file has to be of the tree', () => {
  expect(() => loadTree({ net: weights }, whole(), { describe: 'The file f' })).toThrow(
    'The file f has other/layers/0/bias of shape [9], which the network does not have.',
  );
});

describe('a file', () => {
  test.each([
    [
      'lacks a tensor',
      (all: Map<string, StoredValues>) => void all.delete('net/layers/0/bias'),
      'lacks net/layers/0/bias of shape [3]. Copy it again.',
    ],
    [
      'has one too many',
      (all) => void all.set('net/top', stored([4], 0)),
      'has net/top of shape [4], which the network does not have. Copy it again.',
    ],
    [
      'has another shape',
      (all) => void all.set('net/layers/0/bias', stored([1, 3], 0)),
      'has net/layers/0/bias of shape [1, 3], not [3]. Copy it again.',
    ],
    [
      'has values that are not finite',
      (all) => void all.set('net/layers/0/bias', stored([3], Infinity)),
      'has values in net/layers/0/bias that are not finite',
    ],
  ] satisfies [string, (all: Map<string, StoredValues>) => void, string][])(
    'that %s is refused in one line, and no tensor is left',
    (_, spoil, message) => {
      const tensors = whole();
      spoil(tensors);
      const before = tf.memory().numTensors;
      expect(() => loadTree(weights, tensors, options)).toThrow(AttganError);
      expect(() => loadTree(weights, tensors, options)).toThrow(`The file f ${message}`);
      expect(tf.memory().numTensors).toBe(before);
    },
  );
});

test('weights are drawn by the key and what was folded into it', () => {
  const drawn = new Weight<tf.Tensor1D>([2], ([first, second]) => tf.tensor1d([first, second]));
  const values = (tree: TensorTree): number[] =>
    flatten<tf.Tensor>(tree).flatMap(([, tensor]) => [...tensor.dataSync()]);
  const key = randomKey(3);
  const [plain, keyed] = [initWeights({ drawn }, key), initWeights({ drawn: keyedBy('part', drawn) }, key)];
  expect(values(plain)).toEqual([...Float32Array.from(key)]);
  expect(values(keyed)).not.toEqual(values(plain));
  expect(values(keyed)).toEqual(values(initWeights(keyedBy('part', { drawn }), key)));
});
