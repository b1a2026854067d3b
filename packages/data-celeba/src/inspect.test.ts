import { rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CELEBA_ATTRIBUTES } from './attributes.ts';
import type { ImageInspection } from '@attgan/image-files';
import { celeba } from './celeba.ts';
import { celebaTree, labelOf, nameOf, photo, splitOf } from './testing/celeba-tree.ts';
import type { Tree } from './testing/celeba-tree.ts';

const COUNT = 20;
const rows = [...Array(COUNT).keys()];
let tree: Tree;

beforeAll(async () => {
  tree = await celebaTree(COUNT);
  await rm(tree.path(`img_align_celeba/${nameOf(3)}`));
  await writeFile(tree.path(`img_align_celeba/${nameOf(4)}`), 'no picture');
  await photo(5, 100, 120)
    .jpeg()
    .toFile(tree.path(`img_align_celeba/${nameOf(5)}`));
});
afterAll(async () => tree.remove());

const inspectCeleba = async (options: object) => (await celeba.inspect?.(options)) as ImageInspection;

test('an inspection counts splits, labels and people', async () => {
  const found = await inspectCeleba({ root: tree.root, attributes: 'Male,Young' });
  expect(found.counts).toEqual({ train: 12, validation: 5, test: 3 });
  const positive = rows.filter((row) => labelOf(row, CELEBA_ATTRIBUTES.indexOf('Young')) === 1);
  const [, young] = found.attributes;
  expect(young).toMatchObject({ name: 'Young', positive: positive.length, rate: positive.length / COUNT });
  expect(young?.rates.test).toBeCloseTo(positive.filter((row) => splitOf(row) === 2).length / 3);
  expect(found.people).toEqual({ count: 3, fewestImages: 6, mostImages: 7, shared: 3 });
});

test('an inspection reports missing, damaged and misshapen images and does not stop at them', async () => {
  const { missing, sample } = await inspectCeleba({ root: tree.root });
  expect(missing).toEqual({ count: 1, examples: [nameOf(3)] });
  expect(sample.checked).toBe(COUNT - 1);
  expect(sample.problems).toHaveLength(2);
  expect(sample.problems.join('\n')).toMatch(/000005\.jpg: .*\n.*000006\.jpg: it is 100x120, expected 178x218/);
});

test('an inspection counts images that break an exclusive group', async () => {
  const { violations } = await inspectCeleba({ root: tree.root, attributes: ['Straight_Hair', 'Wavy_Hair', 'Male'] });
  const [straight, wavy] = ['Straight_Hair', 'Wavy_Hair'].map((name) =>
    CELEBA_ATTRIBUTES.findIndex((known) => known === name),
  );
  const both = rows.filter((row) => labelOf(row, straight ?? 0) === 1 && labelOf(row, wavy ?? 0) === 1);
  expect(violations).toEqual([
    { group: ['Straight_Hair', 'Wavy_Hair'], images: both.length, examples: both.slice(0, 5).map(nameOf) },
  ]);
  expect(both.length).toBeGreaterThan(0);
});
