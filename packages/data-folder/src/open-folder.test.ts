import { rm, writeFile } from 'node:fs/promises';
import type { Dataset, DataRequest } from '@attgan/core';
import { AttganError, SPLITS, UsageError } from '@attgan/core';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { folder } from './folder.ts';
import { pictureTree } from './testing/picture-tree.ts';
import type { PictureTree } from './testing/picture-tree.ts';

const NAMES = ['a.png', 'b.jpg', 'deep/c.png', 'deep/er/d.webp', 'e.png', 'f.png'];
const SPLIT = ['train', 'train', 'validation', 'train', 'test', 'train'];
let tree: PictureTree;
let reports: string[];
let request: DataRequest;
const opened: Dataset[] = [];

beforeEach(async () => {
  tree = await pictureTree();
  reports = [];
  request = { size: 16, report: (line) => reports.push(line) };
  for (const [seed, name] of NAMES.entries()) await tree.picture(name, seed);
  await tree.write(
    'labels.csv',
    'file,Bald,split,Male',
    ...NAMES.map((name, row) => [name, row % 2, SPLIT[row], row % 3 === 0].join()),
  );
});
afterEach(async () => {
  for (const data of opened.splice(0)) await data.close();
  await tree.remove();
});

async function open(options: Record<string, unknown> = {}): Promise<Dataset> {
  const data = await folder.open({ root: tree.root, cache: 'off', ...options }, request);
  opened.push(data);
  return data;
}
const allNames = async (data: Dataset) =>
  Object.fromEntries(
    await Promise.all(
      SPLITS.map(async (split) => [split, await data.names(split, [...Array(data.counts[split]).keys()])] as const),
    ),
  );

describe('labels and splits', () => {
  test('each split has its pictures in the order of the file, with labels and names', async () => {
    const data = await open();
    expect(data.attributes).toEqual(['Bald', 'Male']);
    expect(data.counts).toEqual({ train: 4, validation: 1, test: 1 });
    expect(await data.names('train', [0, 1, 2, 3])).toEqual(['a.png', 'b.jpg', 'deep/er/d.webp', 'f.png']);
    expect([...(await data.labels('train', [0, 1, 2, 3]))]).toEqual([0, 1, 1, 0, 1, 1, 1, 0]);
    const batch = await data.load('train', [2, 0]);
    expect([...batch.labels]).toEqual([1, 1, 0, 1]);
    expect(batch.pixels).toHaveLength(2 * 16 * 16 * 3);
    expect(data.description).toMatch(/^Folder: 6 images decoded from .*, crop square, bicubic to 16 pixels, split by/);
    expect('identities' in data).toBe(false);
  });

  test('attributes may be chosen, in any order, and unknown ones are named', async () => {
    const data = await open({ attributes: 'Male' });
    expect([...(await data.labels('train', [0, 1]))]).toEqual([1, 0]);
    expect((await open({ attributes: ['Male', 'Bald'] })).attributes).toEqual(['Male', 'Bald']);
    await expect(open({ attributes: 'Mael' })).rejects.toThrow(
      /labels\.csv has no attribute "Mael"\. Did you mean Male\?/,
    );
  });

  test('a partition file, as CSV or as CelebA has it, goes before the column, and shares do too', async () => {
    await tree.write('parts.csv', 'file,split', ...NAMES.map((name, row) => `${name},${row < 2 ? 'test' : 'train'}`));
    await tree.write('parts.txt', ...NAMES.map((name, row) => `${name} ${row < 2 ? 2 : 0}`));
    for (const partition of ['parts.csv', tree.path('parts.txt')]) {
      expect((await open({ partition })).counts).toEqual({ train: 4, validation: 0, test: 2 });
    }
    expect((await open({ shares: '0/1/0' })).counts).toEqual({ train: 0, validation: 6, test: 0 });
    await expect(open({ shares: '0/1/0', partition: 'parts.csv' })).rejects.toThrow(UsageError);
    await tree.write('parts.txt', ...NAMES.slice(1).map((name) => `${name} 0`));
    await expect(open({ partition: 'parts.txt' })).rejects.toThrow(/parts\.txt has no line for a\.png/);
  });

  test('without any file of splits they go by name, whatever the order of the label file', async () => {
    const lines = NAMES.map((name) => `${name},1`);
    await tree.write('labels.csv', 'file,Bald', ...lines);
    const first = await allNames(await open({ shares: '1/1/1' }));
    await tree.write('labels.csv', 'file,Bald', ...lines.toReversed());
    const second = await allNames(await open({ shares: '1/1/1' }));
    for (const split of SPLITS) expect(second[split]?.toSorted()).toEqual(first[split]?.toSorted());
    expect((await open()).description).toContain('split 90/5/5 by name');
  });

  test("CelebA's label file is read as it is, and the label file may lie anywhere", async () => {
    await rm(tree.path('labels.csv'));
    await tree.write('list_attr_celeba.txt', '2', 'Bald Male', 'a.png  1 -1', 'deep/c.png -1  1');
    expect((await open({ shares: '1/0/0' })).counts.train).toBe(2);
    await rm(tree.path('list_attr_celeba.txt'));
    await expect(open()).rejects.toThrow(/holds no labels\.csv or list_attr_celeba\.txt; put a label file there/);
    const other = await pictureTree();
    await other.write('faces.csv', 'file,Bald', 'e.png,1');
    expect((await open({ labels: other.path('faces.csv'), shares: '0/0/1' })).counts.test).toBe(1);
    await other.remove();
    await expect(open({ labels: 'gone.csv' })).rejects.toThrow(/Cannot read gone\.csv/);
  });

  test('exclusive groups must be of the file, and are kept to the chosen attributes', async () => {
    expect((await open({ exclusive: 'Bald,Male' })).exclusive).toEqual([['Bald', 'Male']]);
    expect((await open({ exclusive: [['Bald', 'Male']], attributes: 'Bald' })).exclusive).toEqual([]);
    await expect(open({ exclusive: 'Bald,Bangs' })).rejects.toThrow(/labels\.csv has no attribute "Bangs"/);
  });

  test('people come from a column or a file, by number or by name', async () => {
    const people = ['Ann', 'Bo', 'Bo', 'Ann', 'Cy', 'Cy'];
    await tree.write('labels.csv', 'file,identity,Bald', ...NAMES.map((name, row) => `${name},${people[row]},1`));
    const all = { shares: '1/0/0' };
    expect(await (await open(all)).identities?.('train', [0, 1, 2, 3, 5])).toEqual([0, 1, 1, 0, 2]);
    await tree.write('who.txt', ...NAMES.map((name, row) => `${name} ${70 + row}`));
    expect(await (await open({ ...all, identity: 'who.txt' })).identities?.('train', [0, 5])).toEqual([70, 75]);
  });
});

describe('bad pictures', () => {
  test('that are missing or damaged stop with a line that says which and what to do', async () => {
    await rm(tree.path('deep/c.png'));
    await expect(open()).rejects.toThrow(AttganError);
    await expect(open()).rejects.toThrow(
      /^1 of the 6 images that .*labels\.csv lists are missing, the first deep\/c\.png \(line 4\)\. Restore them, or/,
    );
    await tree.picture('deep/c.png', 2);
    await writeFile(tree.path('b.jpg'), 'no picture');
    await expect((await open()).load('train', [0, 1])).rejects.toThrow(/b\.jpg: .*set the option onBadImage to skip$/);
  });

  test('may be skipped: missing ones leave their split, the next good one stands in for a damaged one', async () => {
    await rm(tree.path('a.png'));
    await writeFile(tree.path('deep/er/d.webp'), 'no picture');
    const data = await open({ onBadImage: 'skip' });
    expect(data.counts.train).toBe(3);
    expect(await data.names('train', [0, 1, 2])).toEqual(['b.jpg', 'f.png', 'f.png']);
    const { pixels } = await data.load('train', [1, 2]);
    expect(pixels.subarray(0, 768)).toEqual(pixels.subarray(768));
    expect(reports.join('\n')).toMatch(/1 of the 6 images .* left out\n.*d\.webp: .*; the next good image is used/);
  });

  test('a folder that is not there is named', async () => {
    await expect(open({ root: tree.path('gone'), labels: tree.path('labels.csv') })).rejects.toThrow(
      /gone is not a folder; set the option root to the folder of the pictures, or name a pack with the option cache$/,
    );
  });
});

test('a data source may be closed twice', async () => {
  const data = await open();
  await data.load('train', [0]);
  await Promise.all([data.close(), data.close()]);
  await data.close();
});

describe('inspecting and packing', () => {
  test('an inspection reports counts, rates, groups that are broken, and pictures that cannot be used', async () => {
    await tree.picture('b.jpg', 1, 40, 30);
    const found = await folder.inspect?.({ root: tree.root, crop: 'none', exclusive: 'Bald,Male' });
    expect(found).toMatchObject({
      listed: 6,
      missing: { count: 0 },
      counts: { train: 4, validation: 1, test: 1 },
      attributes: [
        { name: 'Bald', positive: 3, rate: 0.5 },
        { name: 'Male', positive: 2 },
      ],
      violations: [{ group: ['Bald', 'Male'], images: 1, examples: ['deep/er/d.webp'] }],
    });
    expect(JSON.stringify(found)).toMatch(/b\.jpg: it is 40x30 and not square; set the option crop to square/);
  });

  test('a pack gives the same images without the pictures, for other labels too', async () => {
    const out = tree.path('pack');
    const summary = await folder.pack?.({ root: tree.root }, { ...request, out });
    expect(summary).toMatchObject({ folder: out, images: 6, resumed: 0, bad: [] });
    const files = await open();
    const wanted = await files.load('train', [0, 1, 2, 3]);
    await tree.write('labels.csv', 'file,Young', ...NAMES.map((name) => `${name},1`));
    const packed = await open({
      root: tree.path('gone'),
      labels: tree.path('labels.csv'),
      cache: out,
      shares: '1/0/0',
    });
    expect((await packed.load('train', [0, 1, 3, 5])).pixels).toEqual(wanted.pixels);
    await packed.close();
    await packed.close();
    await expect(open({ cache: out, crop: 'none' })).rejects.toThrow(/cannot be used: it has another crop/);
  });
});
