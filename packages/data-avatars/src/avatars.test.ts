import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError, UsageError, type Dataset } from '@attgan/core';
import { expect, test } from 'vitest';
import { ATTRIBUTES, EXCLUSIVE, type Attribute } from './attributes.ts';
import { avatars } from './avatars.ts';

const SIZE = 64;
const INDICES = Array.from({ length: 24 }, (_, index) => index);
const WIDTH = ATTRIBUTES.length;

const open = (options: object = {}, size = SIZE): Promise<Dataset> =>
  avatars.open({ cache: 'off', ...options }, { size, report() {} });

/** Quicker on pictures than `toEqual`. */
const equal = (a: Uint8Array | undefined, b: Uint8Array): boolean => a !== undefined && Buffer.compare(a, b) === 0;

/** `labels` with one attribute of every face switched, and what excludes it off. */
function flipped(labels: Uint8Array, name: Attribute): Uint8Array {
  const result = labels.slice();
  for (let row = 0; row < result.length; row += WIDTH) {
    const at = row + ATTRIBUTES.indexOf(name);
    result[at] = 1 - (result[at] ?? 0);
    if (result[at] === 0) continue;
    for (const other of EXCLUSIVE.filter((group) => group.includes(name)).flat()) {
      if (other !== name) result[row + ATTRIBUTES.indexOf(other)] = 0;
    }
  }
  return result;
}

/** For each face and row of pixels, how many pixels differ by more than `threshold` in some channel. */
function changedRows(before: Uint8Array, after: Uint8Array, threshold: number): number[][] {
  return INDICES.map((face) =>
    Array.from({ length: SIZE }, (_, y) => {
      let changed = 0;
      for (let x = 0; x < SIZE; x++) {
        const at = ((face * SIZE + y) * SIZE + x) * 3;
        const differs = [0, 1, 2].some(
          (channel) => Math.abs((before[at + channel] ?? 0) - (after[at + channel] ?? 0)) > threshold,
        );
        if (differs) changed++;
      }
      return changed;
    }),
  );
}

test('a face edited to its own labels is the original, noise included', async () => {
  const data = await open();
  const own = await data.load('train', INDICES);
  const same = await data.counterfactual?.('train', INDICES, own.labels);
  expect(same?.labels).toEqual(own.labels);
  expect(equal(same?.pixels, own.pixels)).toBe(true);
});

test.each(ATTRIBUTES)('flipping %s shows, and flipping it back gives the original pixels', async (name) => {
  const data = await open();
  const own = await data.load('validation', INDICES);
  const edit = await data.counterfactual?.('validation', INDICES, flipped(own.labels, name));
  expect(edit?.labels).toEqual(flipped(own.labels, name));
  const shares = changedRows(own.pixels, edit?.pixels ?? own.pixels, 8).map(
    (rows) => rows.reduce((sum, count) => sum + count, 0) / SIZE ** 2,
  );
  // On a bald, shaven head a hair colour shows on the eyebrows alone.
  expect(Math.min(...shares)).toBeGreaterThan(name.endsWith('_Hair') ? 0.008 : 0.015);
  const back = await data.counterfactual?.('validation', INDICES, own.labels);
  expect(equal(back?.pixels, own.pixels)).toBe(true);
});

test.each<[Attribute, number, number]>([
  ['Bangs', 0, 0.55],
  ['Bushy_Eyebrows', 0.3, 0.6],
  ['Eyeglasses', 0.4, 0.75],
  ['Mouth_Slightly_Open', 0.7, 1],
  ['Mustache', 0.65, 0.95],
  ['No_Beard', 0.45, 1],
])('flipping %s changes no pixel outside rows %f to %f of the picture', async (name, from, to) => {
  const data = await open();
  const own = await data.load('test', INDICES);
  const edit = await data.counterfactual?.('test', INDICES, flipped(own.labels, name));
  for (const [face, rows] of changedRows(own.pixels, edit?.pixels ?? own.pixels, 0).entries()) {
    // On a bald head all the hair grows back with the bangs.
    if (name === 'Bangs' && own.labels[face * WIDTH + ATTRIBUTES.indexOf('Bald')] === 1) continue;
    const changed = rows.flatMap((count, y) => (count > 0 ? [y / SIZE] : []));
    expect(changed.length).toBeGreaterThan(0);
    expect(Math.min(...changed)).toBeGreaterThanOrEqual(from);
    expect(Math.max(...changed)).toBeLessThan(to);
  }
});

test('an index means the same face whatever is asked for with it, and labels need no drawing', async () => {
  const data = await open();
  const some = await data.load('train', [7, 3, 7]);
  const one = await data.load('train', [3]);
  expect(some.pixels.subarray(SIZE ** 2 * 3, SIZE ** 2 * 6)).toEqual(one.pixels);
  expect(some.pixels.subarray(SIZE ** 2 * 6)).toEqual(some.pixels.subarray(0, SIZE ** 2 * 3));
  expect(await data.labels('train', [7, 3, 7])).toEqual(some.labels);
  expect(await data.names('train', [7])).toEqual(['train-000007.png']);
  expect(await data.identities?.('train', [7, 3])).toEqual([7, 3]);
});

test('splits and seeds hold different faces', async () => {
  const data = await open();
  const { pixels } = await data.load('train', [0]);
  expect((await data.load('test', [0])).pixels).not.toEqual(pixels);
  expect((await (await open({ seed: 1 })).load('train', [0])).pixels).not.toEqual(pixels);
});

test('fewer attributes label the same faces with fewer columns and only the groups that are left', async () => {
  const data = await open({ attributes: ['Young', 'Black_Hair', 'Bangs', 'Brown_Hair'] });
  const [all, few] = [await (await open()).load('train', [0, 1]), await data.load('train', [0, 1])];
  expect(few.pixels).toEqual(all.pixels);
  expect([...few.labels]).toEqual(
    [0, 1].flatMap((row) =>
      ['Young', 'Black_Hair', 'Bangs', 'Brown_Hair'].map(
        (name) => all.labels[row * WIDTH + ATTRIBUTES.indexOf(name as Attribute)],
      ),
    ),
  );
  expect(data.exclusive).toEqual([['Black_Hair', 'Brown_Hair']]);
});

test('noise differs from the clean drawing by the deviation asked for', async () => {
  const [clean, noisy] = await Promise.all(
    [0, 3].map(async (noise) => (await open({ noise })).load('train', [0, 1, 2, 3])),
  );
  const differences = [...(clean?.pixels ?? [])].flatMap((value, at) =>
    value > 20 && value < 235 ? [(noisy?.pixels[at] ?? 0) - value] : [],
  );
  const mean = differences.reduce((sum, value) => sum + value, 0) / differences.length;
  const variance = differences.reduce((sum, value) => sum + (value - mean) ** 2, 0) / differences.length;
  expect(Math.abs(mean)).toBeLessThan(0.1);
  expect(Math.abs(Math.sqrt(variance) - 3)).toBeLessThan(0.1);
});

test.each([32, 45, 128, 256])('faces can be drawn %i pixels wide', async (size) => {
  const { pixels } = await (await open({}, size)).load('train', [0]);
  expect(pixels.length).toBe(size * size * 3);
});

test('wrong requests are refused with what would be right', async () => {
  await expect(open({}, 16)).rejects.toThrow(UsageError);
  await expect(open({ colour: 'red' })).rejects.toThrow(/colour/);
  await expect(open({ attributes: ['Young', 'Young'] })).rejects.toThrow(/twice/);
  const data = await open({ test: 10 });
  await expect(data.load('test', [10])).rejects.toThrow(/No face 10 in the test split: it has 10/);
  await expect(data.counterfactual?.('test', [0], new Uint8Array(12))).rejects.toThrow(AttganError);
});

test('the data source may be closed twice, with and without a cache', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attgan-avatars-'));
  for (const cache of ['off', folder]) {
    const data = await open({ cache });
    await data.load('train', [0]);
    await data.close();
    await data.close();
  }
  await rm(folder, { recursive: true });
});
