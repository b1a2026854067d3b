import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomKey, uniform } from '@attgan/core';
import { flatten, leaves, registerGradients, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { exponential } from './averages/exponential.ts';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { adam } from './optimizers/adam.ts';
import { adamw } from './optimizers/adamw.ts';
import type { Optimizer } from './optimizers/optimizer.ts';
import { rmsprop } from './optimizers/rmsprop.ts';
import { sgd } from './optimizers/sgd.ts';
import { disposePlayer, initPlayer, treesOf, type Player } from './player.ts';
import { START } from './progress.ts';
import { step, type StepOptions } from './step.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const drawn = (name: string, shape: number[]): tf.Tensor =>
  tf.tensor(uniform(randomKey(1, name), tf.util.sizeFromShape(shape), -1, 1), shape);

const SHAPES: Readonly<Record<string, number[]>> = {
  kernel: [3, 3, 2, 4],
  gain: [4],
  bias: [4],
  wide: [2, 2, 4, 1],
  dense: [5, 3],
  head: [3, 1],
  temperature: [],
};

function playerOf({ optimizer, average }: Pick<StepOptions, 'optimizer' | 'average'>): Player {
  const params = Object.fromEntries(Object.entries(SHAPES).map(([name, shape]) => [name, drawn(name, shape)]));
  return initPlayer({ name: 'one', optimizer, init: () => ({ params, state: {} }) }, randomKey(0), average);
}

/** Goes on to so many steps, along gradients that depend on the step; joined in those where `joined` says so. */
function stepped(
  player: Player,
  options: Omit<StepOptions, 'learningRate'>,
  joined: (count: number) => boolean,
  steps = 4,
): Player {
  let moved = player;
  for (let count = player.steps; count < steps; count++) {
    const gradients = Object.entries(SHAPES).map(([name, shape]) => drawn(`gradient ${count} of ${name}`, shape));
    const { learningRate } = options.optimizer;
    moved = step(moved, gradients, { ...options, learningRate, joinUpTo: joined(count) ? 100 : 0 });
  }
  return moved;
}

function valuesOf(player: Player): Record<string, unknown> {
  const all = flatten<tf.Tensor>(treesOf(player) as TensorTree);
  const values = all.map(([name, tensor]) => [name, [tensor.shape, tensor.dtype, [...tensor.dataSync()]]] as const);
  disposePlayer(player);
  return Object.fromEntries(values);
}

/** What the optimizer steps: the shapes of the parameters that it is given. */
function watched(optimizer: Optimizer): { readonly optimizer: Optimizer; readonly shapes: number[][] } {
  const shapes: number[][] = [];
  const update: Optimizer['update'] = (leaf, at) => {
    shapes.push(leaf.parameter.shape);
    return optimizer.update(leaf, at);
  };
  return { optimizer: { ...optimizer, update }, shapes };
}

const average = exponential.create({ decay: 0.9 });

test.each<[string, Omit<StepOptions, 'learningRate'>]>([
  ['Adam', { optimizer: adam.create({ learningRate: 0.1 }) }],
  ['Adam, clipped, bounded and averaged', { optimizer: adam.create({}), clipNorm: 0.5, bound: 0.9, average }],
  ['AdamW, averaged', { optimizer: adamw.create({ learningRate: 0.1, weightDecay: 0.5 }), average }],
  ['AdamW without decay', { optimizer: adamw.create({ weightDecay: 0 }) }],
  ['RMSProp, clipped', { optimizer: rmsprop.create({ weightDecay: 0.1 }), clipNorm: 0.5 }],
  ['SGD', { optimizer: sgd.create({ momentum: 0 }), bound: 0.5 }],
  ['momentum', { optimizer: sgd.create({ nesterov: true }), average }],
])('%s: joined steps equal steps one by one to the bit, whichever went before', (_, options) => {
  const before = tf.memory().numTensors;
  const expected = valuesOf(stepped(playerOf(options), options, () => false));
  expect(valuesOf(stepped(playerOf(options), options, () => true))).toEqual(expected);
  expect(valuesOf(stepped(playerOf(options), options, (count) => count < 2))).toEqual(expected);
  expect(valuesOf(stepped(playerOf(options), options, (count) => count >= 2))).toEqual(expected);
  expect(tf.memory().numTensors).toBe(before);
});

test('joined or not, a checkpoint is the same file, and training goes on from it either way', async () => {
  const options = { optimizer: adamw.create({ learningRate: 0.1 }), average, clipNorm: 1 };
  const whole = valuesOf(stepped(playerOf(options), options, () => true));
  const files: Buffer[] = [];
  for (const joined of [true, false]) {
    const folder = await mkdtemp(join(tmpdir(), 'attgan-joined-'));
    const half = stepped(playerOf(options), options, () => joined, 2);
    await writeCheckpoint(folder, { progress: START, players: { one: half } }, 1);
    disposePlayer(half);
    files.push(await readFile(join(folder, '00000000', 'one.safetensors')));
    const read = await readCheckpoint(folder, { one: playerOf(options) }, () => undefined);
    expect(valuesOf(stepped(read?.players['one'] as Player, options, () => !joined))).toEqual(whole);
    await rm(folder, { recursive: true });
  }
  expect(files[0]?.equals(files[1] as Buffer)).toBe(true);
});

test.each<[string, Optimizer, StepOptions['average'], number, number[][]]>([
  ['whatever their shape', adam.create({}), undefined, 100, [[114], []]],
  ['with those of their rank', adamw.create({}), undefined, 100, [[88, 1, 1, 1], [8], [18, 1], []]],
  ['up to a size', adam.create({}), average, 18, [[3, 3, 2, 4], [42], []]],
  ['none', adam.create({}), average, 0, Object.values(SHAPES)],
  ['none without a word that it is elementwise', silent(adam.create({})), average, 100, Object.values(SHAPES)],
  ['none with an average that mixes', adam.create({}), { update: (old) => old }, 100, Object.values(SHAPES)],
  ['none with slots of other shapes', counting(sgd.create({})), undefined, 100, Object.values(SHAPES)],
])('parameters are joined: %s', (_, given, averaging, joinUpTo, expected) => {
  const { optimizer, shapes } = watched(given);
  const options = { optimizer, average: averaging };
  const gradients = Object.values(SHAPES).map((shape) => tf.ones(shape));
  disposePlayer(step(playerOf(options), gradients, { ...options, learningRate: 0.1, joinUpTo }));
  expect(shapes).toEqual(expected);
});

function silent({ learningRate, init, update }: Optimizer): Optimizer {
  return { learningRate, init, update };
}

/** With a slot of its own that is a scalar. */
function counting({ init, update, ...rest }: Optimizer): Optimizer {
  return {
    ...rest,
    init: (parameter) => ({ ...init(parameter), count: tf.scalar(0) }),
    update({ slots: { count, ...slots }, ...leaf }, at) {
      const { parameter, slots: next } = update({ ...leaf, slots }, at);
      return { parameter, slots: { ...next, count: tf.add(count as tf.Tensor, 1) } };
    },
  };
}

test('the backend says up to which size, unless the caller does', () => {
  const { optimizer, shapes } = watched(sgd.create({}));
  const gradients = () => Object.values(SHAPES).map((shape) => tf.ones(shape));
  Object.assign(tf.backend(), { joinUpTo: 4 });
  let player = step(playerOf({ optimizer }), gradients(), { optimizer, learningRate: 0.1 });
  expect(shapes.splice(0)).toEqual([[3, 3, 2, 4], [11], [2, 2, 4, 1], [5, 3], []]);
  Object.assign(tf.backend(), { joinUpTo: undefined });
  player = step(player, gradients(), { optimizer, learningRate: 0.1 });
  expect(shapes).toEqual(Object.values(SHAPES));
  disposePlayer(player);
});

test('a step that fails half-way disposes what it made', () => {
  const { update, ...rest } = sgd.create({});
  const optimizer: Optimizer = {
    ...rest,
    update(leaf, at) {
      const next = update(leaf, at);
      if (leaf.parameter.rank === 0) throw new Error('broken');
      return next;
    },
  };
  for (const joinUpTo of [0, 100]) {
    const player = playerOf({ optimizer });
    const gradients = Object.values(SHAPES).map((shape) => tf.ones(shape));
    const held = new Set([...gradients, ...leaves<tf.Tensor>(treesOf(player) as TensorTree)]);
    const before = tf.memory().numTensors;
    const options = { optimizer, learningRate: 0.1, clipNorm: 1, joinUpTo };
    expect(() => step(player, gradients, options)).toThrow('broken');
    const freed = [...held].filter(({ isDisposed }) => isDisposed).length;
    expect(tf.memory().numTensors).toBe(before - freed);
    tf.dispose([...held]);
  }
});
