import { appendFile, mkdtemp, mkdir, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { beforeEach, expect, test } from 'vitest';
import type { ModelCard } from './model-card.ts';
import { readModel } from './read-model.ts';
import { sha256OfFile } from './sha256.ts';
import { asideOf } from './temporary.ts';
import { writeModel } from './write-model.ts';

const card: ModelCard = {
  format: 1,
  generator: { name: 'attgan', options: { preset: 'paper-64', skips: 1 } },
  critic: { name: 'attgan', options: {} },
  attributes: ['Bald', 'Bangs', 'Young'],
  exclusive: [['Bald', 'Bangs']],
  scale: 0.5,
  size: 64,
  crop: { width: 178, height: 218, x: 4, y: 24, edge: 170 },
  provenance: { iterations: 1000, data: 'drawn faces', experiment: { seed: 1 } },
};
const tensors = (value: number) => new Map([['w', { shape: [2], values: Float32Array.of(value, 0.1) }]]);

let parent: string;
let folder: string;
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'attgan-model-'));
  folder = join(parent, 'model');
});

async function edit(change: (file: Record<string, unknown>) => void): Promise<void> {
  const path = join(folder, 'model.json');
  const file: Record<string, unknown> = JSON.parse(await readFile(path, 'utf8'));
  change(file);
  await writeFile(path, JSON.stringify(file));
}

async function messageOfReading(): Promise<string> {
  const error: unknown = await readModel(folder).catch((reason: unknown) => reason);
  expect(error).toBeInstanceOf(AttganError);
  expect((error as Error).message).not.toContain('\n');
  return (error as Error).message;
}

test('a model comes back as it was written', async () => {
  await writeModel(folder, card, tensors(1));
  const model = await readModel(folder);
  expect(model.card).toEqual(card);
  expect(model.tensors.get('w')?.values()).toEqual(Float32Array.of(1, 0.1));
  expect(model.sha256).toBe(await sha256OfFile(join(folder, 'model.safetensors')));
  expect(await readdir(parent)).toEqual(['model']);
});

test('critic and crop may be absent, and weights may be F16', async () => {
  const { critic: _critic, crop: _crop, ...small } = card;
  await writeModel(folder, small, tensors(1), { dtype: 'F16' });
  const model = await readModel(folder);
  expect(model.card).toEqual(small);
  expect(model.tensors.get('w')?.dtype).toBe('F16');
});

test('equal models have equal bytes', async () => {
  await writeModel(folder, card, tensors(1));
  await writeModel(join(parent, 'again'), card, tensors(1));
  for (const name of ['model.json', 'model.safetensors']) {
    expect((await readFile(join(folder, name))).equals(await readFile(join(parent, 'again', name)))).toBe(true);
  }
});

test('a newer model replaces the older one and keeps what others put beside it', async () => {
  await writeModel(folder, card, tensors(1));
  await writeFile(join(folder, 'notes.md'), 'mine');
  await writeModel(folder, card, tensors(2));
  expect((await readModel(folder)).tensors.get('w')?.values()[0]).toBe(2);
  expect((await readdir(folder)).sort()).toEqual(['model.json', 'model.safetensors', 'notes.md']);
  expect(await readdir(parent)).toEqual(['model']);
});

test('a model survives a process killed while replacing it', async () => {
  await writeModel(folder, card, tensors(1));
  await rename(folder, asideOf(folder));
  expect((await readModel(folder)).tensors.get('w')?.values()[0]).toBe(1);
  await writeModel(folder, card, tensors(2));
  expect((await readModel(folder)).tensors.get('w')?.values()[0]).toBe(2);
  expect(await readdir(parent)).toEqual(['model']);
});

test('a folder full of other things is refused and stays as it was', async () => {
  await mkdir(folder);
  await writeFile(join(folder, 'thesis.txt'), 'years of work');
  await expect(writeModel(folder, card, tensors(1))).rejects.toThrow(
    /not empty and is not a model folder \(it has thesis.txt\)/,
  );
  expect(await readdir(folder)).toEqual(['thesis.txt']);
  expect(await readdir(parent)).toEqual(['model']);
});

test('a card that could not be read is not written', async () => {
  await expect(writeModel(folder, { ...card, scale: NaN }, tensors(1))).rejects.toThrow();
  expect(await readdir(parent)).toEqual([]);
});

test('a missing folder is named', async () => {
  expect(await messageOfReading()).toContain(`The model ${folder} does not exist.`);
});

test('a folder without model.json is no model', async () => {
  await mkdir(folder);
  expect(await messageOfReading()).toContain('is not a model folder: model.json is missing');
});

test('missing weights are named', async () => {
  await writeModel(folder, card, tensors(1));
  await rm(join(folder, 'model.safetensors'));
  expect(await messageOfReading()).toContain('model.safetensors is missing');
});

test('one byte more in the weights is noticed', async () => {
  await writeModel(folder, card, tensors(1));
  await appendFile(join(folder, 'model.safetensors'), '\0');
  expect(await messageOfReading()).toMatch(/model.safetensors does not match model.json: its SHA-256/);
});

test('another format version is refused before anything else', async () => {
  await writeModel(folder, card, tensors(1));
  await edit((file) => Object.assign(file, { format: 2, scale: 'x' }));
  expect(await messageOfReading()).toContain('has format 2; this version of attgan reads format 1 only');
  await writeFile(join(folder, 'model.json'), '[]');
  expect(await messageOfReading()).toContain('has no format number');
  await writeFile(join(folder, 'model.json'), '{"format":');
  expect(await messageOfReading()).toContain('model.json is not JSON');
});

const wrong: readonly [string, (file: Record<string, unknown>) => void, RegExp][] = [
  ['an unknown key', (file) => Object.assign(file, { colour: 1 }), /Unrecognized key: "colour"/],
  ['a missing key', (file) => delete file['size'], /size: /],
  ['a negative scale', (file) => Object.assign(file, { scale: -1 }), /scale: /],
  [
    'an attribute twice',
    (file) => Object.assign(file, { attributes: ['Bald', 'Bangs', 'Bald'] }),
    /attributes: .*twice/,
  ],
  [
    'an unknown exclusive attribute',
    (file) => Object.assign(file, { exclusive: [['Bald', 'Hat']] }),
    /exclusive: "Hat"/,
  ],
  ['a gain of an unknown attribute', (file) => Object.assign(file, { gains: { Hat: 2 } }), /gains: "Hat"/],
  ['a gain of 0', (file) => Object.assign(file, { gains: { Bald: 0 } }), /gains\.Bald: .*>0/],
  [
    'a fade of detail that ends before it begins',
    (file) => Object.assign(file, { detailFade: { from: 0.6, to: 0.2 } }),
    /detailFade: from must be less than to/,
  ],
  [
    'a crop that leaves the photo',
    (file) => Object.assign(file, { crop: { ...card.crop, x: 100 } }),
    /crop: the square exceeds the photo/,
  ],
];
test.each(wrong)('%s in model.json is an error that says where', async (_, change, message) => {
  await writeModel(folder, card, tensors(1));
  await edit(change);
  expect(await messageOfReading()).toMatch(message);
});

test('the SHA-256 of a file is the one that FIPS 180-2 gives for "abc"', async () => {
  const path = join(parent, 'abc');
  await writeFile(path, 'abc');
  expect(await sha256OfFile(path)).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  await expect(sha256OfFile(join(parent, 'none'))).rejects.toThrow(/Cannot read .*none: there is no such file/);
});
