import { appendFile, mkdir, open, readFile, rm, stat, truncate, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, BadFilesError, InterruptedError } from '@attgan/core';
import type { Dataset, PackRequest } from '@attgan/core';
import { verifyPack } from '@attgan/image-files';
import type { ImagePackSummary } from '@attgan/image-files';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { celeba } from './celeba.ts';
import { celebaTree, nameOf } from './testing/celeba-tree.ts';
import type { Tree } from './testing/celeba-tree.ts';

const COUNT = 12;
const SIZE = 32;
let tree: Tree;
let out: string;
let reports: string[];
const report = (line: string): void => void reports.push(line);

beforeEach(async () => {
  tree = await celebaTree(COUNT);
  out = tree.path('pack');
  reports = [];
});
afterEach(async () => {
  vi.unstubAllEnvs();
  for (const data of opened.splice(0)) await data.close();
  await tree.remove();
});

const pack = async ({ options, ...request }: PackRequest & { readonly options: object }) =>
  (await celeba.pack?.(options, request)) as ImagePackSummary;
const packHere = (
  options: Record<string, unknown> = {},
  more: { size?: number; out?: string; signal?: AbortSignal } = {},
) => pack({ options: { root: tree.root, ...options }, size: SIZE, out, report, ...more });
const opened: Dataset[] = [];
async function openWith(options: Record<string, unknown>, size = SIZE): Promise<Dataset> {
  const data = await celeba.open({ root: tree.root, ...options }, { size, report });
  opened.push(data);
  return data;
}
const image = (row: number): string => tree.path(`img_align_celeba/${nameOf(row)}`);

test('a pack gives the pixels, labels and names that the image files give', async () => {
  const progress: number[] = [];
  const summary = await pack({
    options: { root: tree.root },
    size: SIZE,
    out,
    report,
    onProgress: (done) => progress.push(done),
  });
  expect(summary).toEqual({ folder: out, images: COUNT, bytes: COUNT * SIZE * SIZE * 3, resumed: 0, bad: [] });
  expect(progress).toEqual([COUNT]);
  const packed = await openWith({ cache: out });
  const files = await openWith({ cache: 'off' });
  expect(packed.counts).toEqual(files.counts);
  for (const indices of [[0, 1, 2, 3], [5, 1, 1, 2], []]) {
    expect(await packed.load('train', indices)).toEqual(await files.load('train', indices));
  }
  expect(packed.description).toContain(`packed in ${out}`);
});

test('a pack serves every choice of attributes and split, and needs no image files', async () => {
  await packHere();
  await rm(tree.path('img_align_celeba'), { recursive: true });
  const data = await openWith({ cache: out, attributes: ['Smiling'], split: 'paper' });
  expect(data.counts.train).toBe(COUNT);
  expect((await data.load('train', [11])).labels).toHaveLength(1);
});

describe('the pack of the user', () => {
  beforeEach(() => vi.stubEnv('ATTGAN_CACHE', tree.path('cache')));
  const packForUser = () => pack({ options: { root: tree.root }, size: SIZE, report });

  test('is found by itself, unless the cache is off', async () => {
    const { folder } = await packForUser();
    expect(folder).toContain(tree.path('cache/attgan/packs/'));
    expect((await openWith({})).description).toContain(folder);
    expect((await openWith({ cache: 'off' })).description).toContain('decoded from');
  });

  test('is passed over for another crop, kernel or size, and after image files changed', async () => {
    await packForUser();
    for (const options of [{ crop: 'vaegan' }, { resample: 'linear' }]) {
      expect((await openWith(options)).description).toContain('decoded from');
    }
    const other = await openWith({}, 16);
    expect(other.description).toContain('decoded from');
    await appendFile(image(3), 'more');
    expect((await openWith({})).description).toContain('decoded from');
  });

  test('when damaged is reported, and the image files are used', async () => {
    const { folder } = await packForUser();
    await truncate(join(folder, 'images.u8'), 100);
    expect((await openWith({})).description).toContain('decoded from');
    expect(reports.join()).toMatch(/images\.u8 has 100 bytes, expected 36864.*Decoding the image files instead/);
  });
});

describe('a pack that is asked for by name', () => {
  test('must exist and be finished', async () => {
    await expect(openWith({ cache: out })).rejects.toThrow(
      /pack has no finished pack; make one with: attgan data pack/,
    );
  });

  test.each([
    [{ crop: 'icgan' }, /another crop/],
    [{ resample: 'linear' }, /resized with bicubic, not linear/],
  ])('must fit %j', async (options, message) => {
    await packHere();
    await expect(openWith({ cache: out, ...options })).rejects.toThrow(message);
  });

  test('must be made from the files that are there', async () => {
    await packHere();
    await writeFile(image(0), 'other');
    await expect(openWith({ cache: out })).rejects.toThrow(/the image files have changed since/);
  });

  test('must have the size its index says', async () => {
    await packHere();
    await appendFile(join(out, 'images.u8'), 'x');
    await expect(openWith({ cache: out })).rejects.toThrow(
      /images\.u8 has 36865 bytes, expected 36864; delete the folder/,
    );
    await writeFile(join(out, 'index.json'), '{"key":');
    await expect(openWith({ cache: out })).rejects.toThrow(/index\.json is damaged/);
  });
});

describe('damaged images', () => {
  test('are listed once all others are packed, and packed by the same call when they are restored', async () => {
    const good = await readFile(image(5));
    await writeFile(image(5), 'no picture');
    await rm(image(7));
    await mkdir(image(7));
    await rm(image(9));
    const error: unknown = await packHere().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(BadFilesError);
    expect((error as BadFilesError).files.map(({ input, error: why }) => [input, why.split(': ')[1]])).toEqual([
      [nameOf(5), expect.stringMatching(/unsupported image format/)],
      [nameOf(7), 'it is a folder'],
      [nameOf(9), 'it is missing'],
    ]);
    expect((error as Error).message).toMatch(/^3 of the 12 images cannot be used, the first: .*000006\.jpg/);
    await expect(openWith({ cache: out })).rejects.toThrow(/no finished pack/);

    for (const row of [5, 7, 9]) {
      await rm(image(row), { recursive: true, force: true });
      await writeFile(image(row), good);
    }
    expect(await packHere()).toMatchObject({ images: COUNT, resumed: COUNT, bad: [] });
    const indices = [...Array(COUNT).keys()];
    expect((await (await openWith({ cache: out, split: 'paper' })).load('train', indices)).pixels).toEqual(
      (await (await openWith({ cache: 'off', split: 'paper' })).load('train', indices)).pixels,
    );
    expect((await verifyPack({ folder: out })).damaged).toEqual([]);
  });

  test('are left out by a later call that skips them, which decodes nothing again', async () => {
    await writeFile(image(5), 'no picture');
    await expect(packHere()).rejects.toThrow(BadFilesError);
    const { resumed, bad } = await packHere({ onBadImage: 'skip' });
    expect([resumed, bad.map(({ name }) => name)]).toEqual([COUNT, [nameOf(5)]]);
  });

  test('are no reason to go on where all of them are missing', async () => {
    await rm(tree.path('img_align_celeba'), { recursive: true });
    await mkdir(tree.path('img_align_celeba'));
    await writeFile(tree.path('img_align_celeba/other.jpg'), '');
    await expect(packHere()).rejects.toThrow(/12 of the 12 images .* are missing, .*Check the folder/);
  });

  test('when skipped, the pack gives at every index what the folder gives', async () => {
    await writeFile(image(2), 'no picture');
    await rm(image(6));
    const { bad } = await packHere({ onBadImage: 'skip' });
    expect(bad.map(({ name }) => name)).toEqual([nameOf(2), nameOf(6)]);
    const packed = await openWith({ cache: out, onBadImage: 'skip' });
    const files = await openWith({ cache: 'off', onBadImage: 'skip' });
    expect(packed.counts).toEqual(files.counts);
    const indices = [...Array(packed.counts.train).keys()];
    expect(await packed.names('train', indices)).toEqual(await files.names('train', indices));
    expect(await packed.load('train', indices)).toEqual(await files.load('train', indices));
    await expect(openWith({ cache: out })).rejects.toThrow(/images .* are missing/);
  });
});

describe('packing again', () => {
  test('into a finished pack does nothing, and into one of something else is an error', async () => {
    await packHere();
    const { mtimeMs } = await stat(join(out, 'images.u8'));
    expect((await packHere()).resumed).toBe(COUNT);
    expect((await stat(join(out, 'images.u8'))).mtimeMs).toBe(mtimeMs);
    expect(reports.join()).toMatch(/is packed already/);
    await expect(packHere({}, { size: 16 })).rejects.toThrow(/holds another pack: its images are 32 pixels, not 16/);
  });

  test('while another packs into the same folder waits for it, and finds it done', async () => {
    const [first, second] = await Promise.all([packHere(), packHere()]);
    expect([first.resumed, second.resumed].toSorted((a, b) => a - b)).toEqual([0, COUNT]);
    expect(reports.join()).toMatch(/pack is being packed by .*process.*waiting for it.*is packed already/);
  });
});

test('a signal stops the packing with an InterruptedError, and no pack is there', async () => {
  await expect(packHere({}, { signal: AbortSignal.abort() })).rejects.toThrow(InterruptedError);
  await expect(openWith({ cache: out })).rejects.toThrow(/no finished pack/);
  expect((await packHere()).images).toBe(COUNT);
});

test('a folder that cannot be made is an error in one line', async () => {
  await writeFile(tree.path('file'), '');
  await expect(packHere({}, { out: tree.path('file/pack') })).rejects.toThrow(AttganError);
  await expect(packHere({}, { out: tree.path('file/pack') })).rejects.toThrow(/Cannot make the folder .*file\/pack/);
});

async function changeOneByte(at: number): Promise<void> {
  const path = join(out, 'images.u8');
  const { atime, mtime } = await stat(path);
  const handle = await open(path, 'r+');
  const byte = (await readFile(path))[at] ?? 0;
  await handle.write(Uint8Array.of(byte ^ 1), 0, 1, at);
  await handle.close();
  await utimes(path, atime, mtime);
}

test('verifying finds a single changed byte and names the images it lies among', async () => {
  await packHere();
  expect((await verifyPack({ folder: out })).damaged).toEqual([]);
  await changeOneByte(20_000);
  const expected = { folder: out, images: COUNT, damaged: [{ from: 0, to: COUNT, name: nameOf(0) }] };
  expect(await verifyPack({ folder: out })).toMatchObject(expected);
  expect(await celeba.verify?.({ root: tree.root, cache: out }, { size: SIZE })).toMatchObject(expected);
});

test('a pack that is verified while it is read gives no changed pixel, and one that is not does', async () => {
  await packHere();
  const indices = [...Array(COUNT).keys()];
  const options = { split: 'paper' };
  const before = await (await openWith({ ...options, cache: `verify:${out}` })).load('train', indices);
  await changeOneByte(5 * SIZE * SIZE * 3);
  expect((await (await openWith({ ...options, cache: out })).load('train', indices)).pixels).not.toEqual(before.pixels);
  const verified = await openWith({ ...options, cache: `verify:${out}` });
  await expect(verified.load('train', indices)).rejects.toThrow(
    /000001\.jpg in .* is not as it was packed; pack again/,
  );
});

test('the pack of the user is verified while it is read, too', async () => {
  vi.stubEnv('ATTGAN_CACHE', tree.path('cache'));
  const { folder } = await pack({ options: { root: tree.root }, size: SIZE, report });
  expect((await openWith({ cache: 'verify' })).description).toContain(`packed in ${folder}, verified while read`);
});
