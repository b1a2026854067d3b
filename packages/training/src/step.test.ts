import { randomKey } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { adam } from './optimizers/adam.ts';
import { rmsprop } from './optimizers/rmsprop.ts';
import { sgd } from './optimizers/sgd.ts';
import { disposePlayer, initPlayer, type Player } from './player.ts';
import { step, type StepOptions } from './step.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const START = [1, -2];

function stepped(options: Omit<StepOptions, 'learningRate'>, gradients: readonly number[][]): Player {
  const { optimizer, average } = options;
  const setup = { name: 'one', optimizer, init: () => ({ params: { w: tf.tensor1d(START) }, state: {} }) };
  return gradients.reduce(
    (player, gradient) => step(player, [tf.tensor1d(gradient)], { ...options, learningRate: optimizer.learningRate }),
    initPlayer(setup, randomKey(0), average),
  );
}

const values = (player: Player): number[] => [...(player.params as { w: tf.Tensor }).w.dataSync()];
/** RMSProp's moving mean of squares shows what gradient was used. */
const used = (player: Player): number[] =>
  [...(player.slots as { w: { v: tf.Tensor } }).w.v.dataSync()].map((v) => Math.sqrt(v / 0.1));

test('gradients longer than the bound are scaled down to it, shorter ones stay', () => {
  const optimizer = rmsprop.create({});
  const [long, short] = [1, 10].map((clipNorm) => used(stepped({ optimizer, clipNorm }, [[3, 4]]))) as [
    number[],
    number[],
  ];
  expect(short[0]).toBeCloseTo(3, 4);
  expect(short[1]).toBeCloseTo(4, 4);
  expect(long[0]).toBeCloseTo(0.6, 4);
  expect(long[1]).toBeCloseTo(0.8, 4);
});

test('bounded parameters end within the bound, as eq. 2 asks of a Wasserstein critic', () => {
  const optimizer = adam.create({ learningRate: 0.1 });
  expect(values(stepped({ optimizer, bound: 0.01 }, [[1, 1]]))).toEqual([...Float32Array.of(0.01, -0.01)]);
});

test('an average follows the parameters, bounded ones too, and begins as the first', () => {
  const average = { update: (old: tf.Tensor, now: tf.Tensor) => tf.div(tf.add(old, now), 2) };
  const optimizer = sgd.create({ learningRate: 1, momentum: 0 });
  const player = stepped({ optimizer, average, bound: 3 }, [[-4, 0]]);
  expect(values(player)).toEqual([3, -2]);
  expect([...(player.average as { w: tf.Tensor }).w.dataSync()]).toEqual([2, -2]);
});

test('an average has memory of its own, for optimizers write over parameters', () => {
  const optimizer = sgd.create({});
  const init = () => ({ params: { w: tf.tensor1d(START) }, state: {} });
  const memoryOf = (tree: unknown): object => (tree as { w: tf.Tensor }).w.dataId;
  const latest = { update: (_: tf.Tensor, parameter: tf.Tensor) => tf.clone(parameter) };
  const first = initPlayer({ name: 'one', optimizer, init }, randomKey(0), latest);
  expect(memoryOf(first.average)).not.toBe(memoryOf(first.params));
  const next = step(first, [tf.tensor1d([1, 1])], { optimizer, average: latest, learningRate: 0.1 });
  expect(memoryOf(next.average)).not.toBe(memoryOf(next.params));
});

test.each([
  ['Adam', { optimizer: adam.create({}), clipNorm: 1, bound: 1 }, 3],
  ['momentum', { optimizer: sgd.create({}) }, 2],
  ['an optimizer that remembers nothing', { optimizer: sgd.create({ momentum: 0 }) }, 1],
  ['an average', { optimizer: sgd.create({ momentum: 0 }), average: { update: (old: tf.Tensor) => old } }, 2],
])('steps with %s leave nothing behind but the player', (_, options, tensors) => {
  const before = tf.memory().numTensors;
  const player = stepped(options, [
    [1, 1],
    [1, 2],
  ]);
  expect(tf.memory().numTensors - before).toBe(tensors);
  expect(player.steps).toBe(2);
  disposePlayer(player);
  expect(tf.memory().numTensors).toBe(before);
});
