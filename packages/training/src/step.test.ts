import { randomKey } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { OptimizerOptions } from './game.ts';
import { initPlayer, step, type Player } from './player.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const START = [1, -2];
const adam = { kind: 'adam', learningRate: () => 0.1, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 } as const;
const rmsprop = { kind: 'rmsprop', learningRate: () => 0.1, decay: 0.9, epsilon: 1e-8 } as const;

function stepped(optimizer: OptimizerOptions, gradients: readonly number[][]): { values: number[]; player: Player } {
  const setup = { name: 'one', optimizer, init: () => ({ params: { w: tf.tensor1d(START) }, state: {} }) };
  let player = initPlayer(setup, randomKey(0));
  gradients.forEach((gradient, index) => {
    player = step(player, [tf.tensor1d(gradient)], optimizer, index);
  });
  return { values: [...(player.params as { w: tf.Tensor }).w.dataSync()], player };
}

test('RMSProp divides by the root of a moving mean of squares, and keeps no first moment', () => {
  const { values, player } = stepped(rmsprop, [
    [3, 0],
    [1, -2],
  ]);
  const after = (start: number, first: number, second: number): number => {
    const v1 = 0.1 * first ** 2;
    const v2 = 0.9 * v1 + 0.1 * second ** 2;
    return start - (0.1 * first) / (Math.sqrt(v1) + 1e-8) - (0.1 * second) / (Math.sqrt(v2) + 1e-8);
  };
  expect(values[0]).toBeCloseTo(after(1, 3, 1), 5);
  expect(values[1]).toBeCloseTo(after(-2, 0, -2), 5);
  expect(player.m).toEqual({});
  expect(player.steps).toBe(2);
});

test('gradients longer than the bound are scaled down to it, shorter ones stay', () => {
  // With decay 0 a step is the gradient's sign, so the moving mean shows what gradient was used.
  const used = (clipNorm: number): number[] => {
    const { player } = stepped({ ...rmsprop, clipNorm }, [[3, 4]]);
    return [...(player.v as { w: tf.Tensor }).w.dataSync()].map((v) => Math.sqrt(v / 0.1));
  };
  expect(used(10)[0]).toBeCloseTo(3, 4);
  expect(used(10)[1]).toBeCloseTo(4, 4);
  expect(used(1)[0]).toBeCloseTo(0.6, 4);
  expect(used(1)[1]).toBeCloseTo(0.8, 4);
});

test('weight decay adds the parameter to its gradient', () => {
  const { player } = stepped({ ...rmsprop, weightDecay: 0.5 }, [[0, 0]]);
  const gradients = [...(player.v as { w: tf.Tensor }).w.dataSync()].map((v) => Math.sqrt(v / 0.1));
  expect(gradients[0]).toBeCloseTo(0.5, 5);
  expect(gradients[1]).toBeCloseTo(1, 5);
});

test('bounded parameters end within the bound, as eq. 2 asks of a Wasserstein critic', () => {
  expect(stepped({ ...adam, bound: 0.01 }, [[1, 1]]).values).toEqual([...Float32Array.of(0.01, -0.01)]);
});

test('steps leave nothing behind but the player', () => {
  const before = tf.memory().numTensors;
  stepped({ ...adam, clipNorm: 1, weightDecay: 0.1, bound: 1 }, [
    [1, 1],
    [1, 2],
  ]);
  expect(tf.memory().numTensors - before).toBe(3);
});
