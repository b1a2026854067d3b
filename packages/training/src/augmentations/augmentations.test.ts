import { randomKey, UsageError, type PartSetting } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { kinds } from '../kinds.ts';
import { combine } from './combine.ts';
import { cutout } from './cutout.ts';
import { mirror } from './mirror.ts';
import { shift } from './shift.ts';
import { translation } from './translation.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const every = { mirror, shift, translation, cutout };
const SIZE = 6;
const COUNT = 8;
const images = (): tf.Tensor4D => tf.randomUniform([COUNT, SIZE, SIZE, 3], -1, 1, 'float32', 5);
const rowsOf = (batch: tf.Tensor4D): number[][][][] => batch.arraySync();
const key = randomKey(3);

/** The image moved by so many pixels; beyond its edge what `edge` says. */
function moved(image: number[][][], down: number, right: number, edge: 'replicated' | 'grey'): number[][][] {
  const at = (row: number, column: number): number[] => {
    const [y, x] = [row + down, column + right].map((place) => Math.min(SIZE - 1, Math.max(0, place))) as [
      number,
      number,
    ];
    const outside = y !== row + down || x !== column + right;
    return outside && edge === 'grey' ? [0, 0, 0] : (image[y]?.[x] as number[]);
  };
  return image.map((row, y) => row.map((_, x) => at(y, x)));
}

test('mirror gives each image or its mirror image, exactly, and some of either', () => {
  const batch = rowsOf(images());
  const seen = rowsOf(mirror.create({})(images(), key)).map((image, index) => {
    const original = batch[index] as number[][][];
    if (JSON.stringify(image) === JSON.stringify(original)) return 'same';
    return JSON.stringify(image) === JSON.stringify(original.map((row) => row.toReversed())) ? 'mirrored' : 'else';
  });
  expect(new Set(seen)).toEqual(new Set(['same', 'mirrored']));
  expect(rowsOf(mirror.create({ share: 0 })(images(), key))).toEqual(batch);
});

test.each([
  ['shift', shift.create({ pixels: 2 }), 'replicated'],
  ['translation', translation.create({ share: 0.34 }), 'grey'],
] as const)('%s moves each image by at most two pixels either way, and its edge is %s', (_, augment, edge) => {
  const batch = rowsOf(images());
  const moves = rowsOf(augment(images(), key)).map((image, index) => {
    for (let down = -2; down <= 2; down++) {
      for (let right = -2; right <= 2; right++) {
        const candidate = moved(batch[index] as number[][][], down, right, edge);
        if (JSON.stringify(candidate) === JSON.stringify(image)) return `${down} ${right}`;
      }
    }
    return 'none';
  });
  expect(moves).not.toContain('none');
  expect(new Set(moves).size).toBeGreaterThan(3);
});

test('cutout makes at most a square grey and leaves the rest', () => {
  const batch = rowsOf(images());
  const sizes = rowsOf(cutout.create({})(images(), key)).map((image, index) => {
    const changed = image.flat().filter((pixel, place) => pixel.join() !== batch[index]?.flat()[place]?.join());
    for (const pixel of changed) expect(pixel.map(Math.abs)).toEqual([0, 0, 0]);
    return changed.length;
  });
  expect(Math.max(...sizes)).toBeLessThanOrEqual((SIZE / 2) ** 2);
  expect(Math.max(...sizes)).toBeGreaterThan(0);
});

test.each(Object.entries(every))('%s draws by its key, and leaves one tensor', (_, definition) => {
  const augment = definition.create({});
  const batch = images();
  const before = tf.memory().numTensors;
  const [one, again, other] = [key, key, randomKey(4)].map((drawn) => augment(batch, drawn)) as [
    tf.Tensor4D,
    tf.Tensor4D,
    tf.Tensor4D,
  ];
  expect(tf.memory().numTensors - before).toBe(3);
  expect(rowsOf(one)).toEqual(rowsOf(again));
  expect(rowsOf(one)).not.toEqual(rowsOf(other));
});

test.each([
  ['translation', translation.create({ share: 0.34 })],
  ['cutout', cutout.create({})],
])('gradients flow through %s, and gradients of gradients', (_, augment) => {
  const batch = images();
  const critic = (x: tf.Tensor): tf.Scalar => tf.sum(tf.pow(augment(x as tf.Tensor4D, key), 3));
  const cost = (x: tf.Tensor): tf.Scalar => tf.sum(tf.square(tf.grad(critic)(x)));
  // critic = Σ a³ with a linear in x: Σ (∂critic/∂x)² has the slope 2·(3a²)·(6a) at every pixel that is still seen.
  const slope = tf.grad(cost)(batch);
  const step = 1e-3;
  const direction = tf.randomNormal(batch.shape, 0, 1, 'float32', 6);
  const along = tf.sum(tf.mul(slope, direction)).dataSync()[0] as number;
  const at = (factor: number): number => cost(tf.add(batch, tf.mul(direction, factor))).dataSync()[0] as number;
  expect((at(step) - at(-step)) / (2 * step) / along).toBeCloseTo(1, 2);
});

test('several are applied in their order, each to what it is of', () => {
  const parts = combine([
    { of: 'batch', augment: (x) => tf.add(x, 1) },
    { of: 'critic', augment: (x) => tf.mul(x, 5) },
    { of: 'batch', augment: (x) => tf.mul(x, 2) },
  ]);
  const x = tf.ones<tf.Rank.R4>([1, 1, 1, 3]);
  expect([...parts.batch(x, key).dataSync()]).toEqual([4, 4, 4]);
  expect([...parts.critic(x, key).dataSync()]).toEqual([5, 5, 5]);
});

test('what a critic judges cannot be augmented where no critic judges', () => {
  const kind = kinds.find((each) => each.kind === 'augmentation');
  if (kind?.part !== 'list') throw new Error('augmentation is no list');
  const chosen = [mirror, cutout].map((definition) => ({ definition, options: {} }));
  const setting = (uses: readonly string[]): PartSetting =>
    ({ attributes: [], exclusive: [], iterations: 1, uses, part: () => undefined }) as unknown as PartSetting;
  expect(() => kind.resolve(chosen, setting([]))).toThrow(UsageError);
  expect(() => kind.resolve(chosen, setting([]))).toThrow(
    /"cutout" changes the critic’s inputs, and this method has no critic/,
  );
  expect(kind.resolve(chosen.slice(0, 1), setting([]))).toHaveProperty('critic');
  expect(kind.resolve(chosen, setting(['augmentation']))).toHaveProperty('batch');
});
