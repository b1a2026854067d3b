import { cp, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { DataRequest } from '@attgan/core';
import { celeba } from './celeba.ts';
import { CELEBA_ATTRIBUTES } from './attributes.ts';
import { celebaTree, labelOf, lines, nameOf, splitOf } from './testing/celeba-tree.ts';
import type { Tree } from './testing/celeba-tree.ts';

const COUNT = 20;
let tree: Tree;
let reports: string[];
let request: DataRequest;

beforeEach(async () => {
  tree = await celebaTree(COUNT);
  reports = [];
  request = { size: 32, report: (line) => reports.push(line) };
});
afterEach(async () => tree.remove());

const open = (options: Record<string, unknown> = {}) =>
  celeba.open({ root: tree.root, cache: 'off', ...options }, request);
const image = (row: number): string => tree.path(`img_align_celeba/${nameOf(row)}`);
const rowsIn = (split: 0 | 1 | 2): number[] => [...Array(COUNT).keys()].filter((row) => splitOf(row) === split);

describe('a copy as distributed', () => {
  test('gives each split its images with labels, names and people', async () => {
    const data = await open({ attributes: 'Young,Bald' });
    expect(data.counts).toEqual({ train: 12, validation: 5, test: 3 });
    const rows = rowsIn(1);
    const column = (name: (typeof CELEBA_ATTRIBUTES)[number]) => CELEBA_ATTRIBUTES.indexOf(name);
    const labels = rows.flatMap((row) => [labelOf(row, column('Young')), labelOf(row, column('Bald'))]);
    const indices = [...rows.keys()];
    expect(await data.names('validation', indices)).toEqual(rows.map(nameOf));
    expect([...(await data.labels('validation', indices))]).toEqual(labels);
    expect(await data.identities?.('validation', indices)).toEqual(rows.map((row) => 100 + (row % 3)));
    const batch = await data.load('validation', indices);
    expect([...batch.labels]).toEqual(labels);
    expect(batch.pixels).toHaveLength(5 * 32 * 32 * 3);
    await data.close();
  });

  test('gives the same pixels for an index whatever else is asked for with it', async () => {
    const data = await open();
    const all = await data.load('train', [...Array(12).keys()]);
    const some = await data.load('train', [7, 2, 7]);
    const bytes = 32 * 32 * 3;
    for (const [position, index] of [7, 2, 7].entries()) {
      const wanted = all.pixels.slice(index * bytes, (index + 1) * bytes);
      expect(some.pixels.slice(position * bytes, (position + 1) * bytes)).toEqual(wanted);
    }
    expect(all.pixels.slice(0, bytes)).not.toEqual(all.pixels.slice(bytes, 2 * bytes));
  });

  test('may keep its text files in Anno and Eval, as the archive has them', async () => {
    await mkdir(tree.path('Anno'));
    await mkdir(tree.path('Eval'));
    await rename(tree.path('list_attr_celeba.txt'), tree.path('Anno/list_attr_celeba.txt'));
    await rename(tree.path('identity_CelebA.txt'), tree.path('Anno/identity_CelebA.txt'));
    await rename(tree.path('list_eval_partition.txt'), tree.path('Eval/list_eval_partition.txt'));
    const data = await open();
    expect(data.counts.test).toBe(3);
    expect(await data.identities?.('test', [0])).toEqual([100 + ((rowsIn(2)[0] ?? 0) % 3)]);
  });

  test('without an identity file has no identities', async () => {
    await rm(tree.path('identity_CelebA.txt'));
    expect('identities' in (await open())).toBe(false);
  });

  test('can be opened with the split of the paper and then needs no partition file', async () => {
    await rm(tree.path('list_eval_partition.txt'));
    await expect(open()).rejects.toThrow(/no list_eval_partition\.txt or \.csv.*--data\.split paper/);
    expect((await open({ split: 'paper' })).counts).toEqual({ train: COUNT, validation: 0, test: 0 });
  });
});

test('the copy of Kaggle gives the same data as the distributed one', async () => {
  const distributed = await open();
  const wanted = await distributed.load('train', [0, 5]);
  const text = await readFile(tree.path('list_attr_celeba.txt'), 'utf8');
  const [, header = '', ...rows] = text.trimEnd().split('\n');
  const csv = [`image_id ${header}`, ...rows].map((line) => `${line.split(/ +/).join(',')}\r\n`).join('');
  await writeFile(tree.path('list_attr_celeba.csv'), csv);
  const partition = lines(COUNT, (row) => `${nameOf(row)},${splitOf(row)}`);
  await writeFile(tree.path('list_eval_partition.csv'), `image_id,partition\n${partition}`);
  for (const name of ['list_attr_celeba.txt', 'list_eval_partition.txt', 'identity_CelebA.txt'])
    await rm(tree.path(name));
  await rename(tree.path('img_align_celeba'), tree.path('images'));
  await mkdir(tree.path('img_align_celeba'));
  await rename(tree.path('images'), tree.path('img_align_celeba/img_align_celeba'));
  const data = await open();
  expect(data.counts).toEqual(distributed.counts);
  expect(await data.load('train', [0, 5])).toEqual(wanted);
});

describe('bad input', () => {
  test('a folder that does not exist, holds no label file or no images is an error that says what to put there', async () => {
    await expect(celeba.open({ root: tree.path('nowhere') }, request)).rejects.toThrow(
      /nowhere is not a folder; --data\.root/,
    );
    await rm(tree.path('img_align_celeba'), { recursive: true });
    await expect(open()).rejects.toThrow(/holds no images: put the folder img_align_celeba there/);
    await rm(tree.path('list_attr_celeba.txt'));
    await expect(open()).rejects.toThrow(/holds no list_attr_celeba\.txt or \.csv/);
  });

  test('missing options, unknown ones and unknown choices are refused', async () => {
    await expect(celeba.open({}, request)).rejects.toThrow(
      /data\.root: set it to the folder that holds img_align_celeba/,
    );
    await expect(open({ crops: 'attgan' })).rejects.toThrow(/crops/);
    await expect(open({ crop: 'centre' })).rejects.toThrow(/attgan.*center-178/s);
    await expect(open({ attributes: 'Bald,,Young' })).rejects.toThrow(/names separated by commas/);
  });

  test('a missing image stops the opening and names the line that lists it', async () => {
    await rm(image(4));
    await expect(open()).rejects.toThrow(
      /1 of the 20 images that .*list_attr_celeba\.txt lists are missing, the first 000005\.jpg \(line 7\)/,
    );
  });

  test('a damaged image stops the loading, names the file and says what to do', async () => {
    await writeFile(image(1), 'not a picture');
    const data = await open();
    await expect(data.load('train', [0, 1, 2])).rejects.toThrow(
      /000002\.jpg: .*Restore the file, or set the option onBadImage to skip/,
    );
  });
});

describe('skipping bad images', () => {
  test('leaves missing ones out and says how many', async () => {
    await rm(image(0));
    await rm(image(8));
    const data = await open({ onBadImage: 'skip' });
    expect(data.counts.train).toBe(10);
    expect(await data.names('train', [0])).toEqual([nameOf(1)]);
    expect(reports.join()).toMatch(/2 of the 20 images .* are missing, the first 000001\.jpg.*left out/);
  });

  test('puts the next good image for a damaged one, with its labels and name, in whatever order it is found', async () => {
    const train = rowsIn(0);
    const damaged = [train[2] ?? 0, train[3] ?? 0, train[11] ?? 0];
    for (const row of damaged) await writeFile(image(row), (await readFile(image(row))).subarray(0, 900));
    const standIns = [train[2], train[3], train[11]].map((_, position) => train[[4, 4, 0][position] ?? 0] ?? 0);
    const first = await open({ onBadImage: 'skip' });
    const loaded = await first.load('train', [2, 3, 11]);
    expect(await first.names('train', [2, 3, 11])).toEqual(standIns.map(nameOf));

    const second = await open({ onBadImage: 'skip' });
    expect(await second.names('train', [11, 3, 2])).toEqual(standIns.toReversed().map(nameOf));
    expect(await second.labels('train', [2, 3, 11])).toEqual(loaded.labels);
    expect(await second.load('train', [4, 4, 0])).toEqual(loaded);
    expect(reports.filter((line) => line.includes('is used instead'))).toHaveLength(6);
  });

  test('is an error once a split has no good image left', async () => {
    for (const row of rowsIn(2)) await cp(tree.path('list_attr_celeba.txt'), image(row));
    const data = await open({ onBadImage: 'skip' });
    await expect(data.load('test', [0])).rejects.toThrow(/None of the 3 images of the split can be used/);
    expect((await data.load('train', [0])).count).toBe(1);
  });
});

test('the definition knows the crop of its options, so that models can carry it', () => {
  expect(celeba.crop?.({ root: 'x' }, 128)).toEqual({ width: 178, height: 218, x: 3, y: 26, edge: 170 });
  expect(celeba.crop?.({ root: 'x', crop: 'vaegan' }, 64)).toEqual({
    width: 178,
    height: 218,
    x: 15,
    y: 40,
    edge: 148,
  });
});
