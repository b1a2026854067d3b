import { mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, LabelledImages } from '@attgan/core';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { avatars } from './avatars.ts';

const SIZE = 32;
const BYTES = SIZE * SIZE * 3 + 4;
const INDICES = [5, 0, 3];
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'avatars-'));
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

const open = (options: object, report: (line: string) => void = () => {}): Promise<Dataset> =>
  avatars.open(options, { size: SIZE, report });

async function load(options: object): Promise<LabelledImages> {
  const data = await open(options);
  const images = await data.load('train', INDICES);
  await data.close();
  return images;
}

/** The cache's file of the train split. */
function trainFile(): string {
  const [name = ''] = readdirSync(folder);
  return join(folder, name, 'train.faces');
}

test('faces from the cache, and faces on their way into it, are those that are drawn without one', async () => {
  const drawn = await load({ cache: 'off' });
  expect(await load({ cache: folder })).toEqual(drawn);
  expect(await load({ cache: folder })).toEqual(drawn);
});

test('a kept face is read rather than drawn', async () => {
  const drawn = await load({ cache: folder });
  const kept = readFileSync(trainFile());
  expect(kept.subarray(5 * BYTES, 6 * BYTES - 4)).toEqual(Buffer.from(drawn.pixels.subarray(0, BYTES - 4)));
});

test.each<[string, (file: string) => void]>([
  [
    'one flipped bit',
    (file) => {
      const bytes = readFileSync(file);
      bytes[3 * BYTES + 100] = (bytes[3 * BYTES + 100] ?? 0) ^ 1;
      writeFileSync(file, bytes);
    },
  ],
  ['a cut-off end', (file) => truncateSync(file, 5 * BYTES + 1000)],
  [
    'another face in its place',
    (file) => {
      const bytes = readFileSync(file);
      bytes.copy(bytes, 0, 3 * BYTES, 4 * BYTES);
      writeFileSync(file, bytes);
    },
  ],
])('a face damaged by %s is drawn again and mended', async (_, damage) => {
  const drawn = await load({ cache: folder });
  const whole = readFileSync(trainFile());
  damage(trainFile());
  expect(await load({ cache: folder })).toEqual(drawn);
  expect(readFileSync(trainFile()).equals(whole)).toBe(true);
});

test('an edit is never kept as the original', async () => {
  const data = await open({ cache: folder });
  const labels = await data.labels('train', INDICES);
  await data.counterfactual?.(
    'train',
    INDICES,
    labels.map((value, at) => (at % 13 === 6 ? 1 - value : value)),
  );
  await data.close();
  expect(await load({ cache: folder })).toEqual(await load({ cache: 'off' }));
});

test('other seeds, sizes and noise are kept apart', async () => {
  await load({ cache: folder });
  await load({ cache: folder, seed: 1 });
  await load({ cache: folder, noise: 0 });
  await load({ cache: folder, attributes: ['Young'], train: 6 });
  expect(readdirSync(folder).length).toBe(3);
});

test('the automatic cache goes below ATTGAN_CACHE', async () => {
  vi.stubEnv('ATTGAN_CACHE', folder);
  await load({});
  expect(readdirSync(join(folder, 'attgan', 'avatars')).length).toBe(1);
});

test('a cache folder that cannot be made is an error when it was named and a reported line otherwise', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  await expect(open({ cache: file })).rejects.toThrow(/cannot be cached in .*--data\.cache off/);
  vi.stubEnv('ATTGAN_CACHE', file);
  const lines: string[] = [];
  const data = await open({}, (line) => lines.push(line));
  expect(lines.join()).toMatch(/cannot be cached/);
  expect((await data.load('train', INDICES)).pixels).toEqual((await load({ cache: 'off' })).pixels);
});
