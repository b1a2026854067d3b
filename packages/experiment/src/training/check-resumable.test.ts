import { UsageError } from '@attgan/core';
import { expect, test } from 'vitest';
import type { Experiment } from '../experiment.ts';
import { checkResumable } from './check-resumable.ts';

const saved: Experiment = {
  method: { name: 'attgan', criticUpdates: 5 },
  data: { name: 'celeba', root: 'faces', attributes: ['Bald'] },
  backend: { name: 'wasm' },
  generator: { name: 'attgan', width: 1 },
  optimizer: { name: 'adam', learningRate: 2e-4 },
  plugins: [],
  weights: {},
  without: [],
  train: { iterations: 10, batch: 8 },
};
const changed = (change: object): Experiment => ({ ...saved, ...change });

test('the same experiment changes nothing', () => {
  expect(checkResumable(saved, structuredClone(saved))).toEqual([]);
});

test('what can change is said, option by option', () => {
  const wanted = changed({ optimizer: { name: 'adam', learningRate: 1e-4 }, train: { iterations: 20, batch: 8 } });
  expect(checkResumable(saved, wanted)).toEqual([
    'optimizer.learningRate was 0.0002, is 0.0001',
    'train.iterations was 10, is 20',
  ]);
  expect(checkResumable(saved, changed({ weights: { reconstruction: 5 } }))).toEqual([
    'weights.reconstruction was nothing, is 5',
  ]);
});

test.each([
  ['generator', { generator: { name: 'attgan', width: 2 } }],
  ['method', { method: { name: 'fader' } }],
  ['data', { data: { name: 'celeba', root: 'faces', attributes: ['Young'] } }],
  ['optimizer', { optimizer: { name: 'sgd' } }],
  ['start', { train: { iterations: 10, batch: 8, from: 'faces-64' } }],
])('another %s is refused: the weights belong to it', (part, change) => {
  expect(() => checkResumable(saved, changed(change))).toThrow(UsageError);
  expect(() => checkResumable(saved, changed(change))).toThrow(`cannot change the ${part}`);
});

test('the same data elsewhere is fine', () => {
  const moved = changed({ data: { name: 'celeba', root: 'elsewhere', attributes: ['Bald'] } });
  expect(checkResumable(saved, moved)).toEqual(['data.root was "faces", is "elsewhere"']);
});
