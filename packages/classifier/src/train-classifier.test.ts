import { mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dataset, LabelledImages } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { facePictures } from '@attgan/pictures';
import { saveClassifier } from './save-classifier.ts';
import { trainClassifier } from './train-classifier.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const SIZE = 8;

/** Bright or dark, with a red top or none: two attributes that four numbers of an image tell. */
function imagesOf(indices: readonly number[]): LabelledImages {
  const labels = indices.flatMap((index) => [index & 1, (index >> 1) & 1]);
  const pixels = new Uint8Array(indices.length * SIZE * SIZE * 3);
  indices.forEach((index, row) => {
    for (let at = 0; at < SIZE * SIZE; at++) {
      const base = (index & 1 ? 160 : 60) + ((index * 31 + at * 17) % 23);
      const red = index & 2 && at < (SIZE * SIZE) / 2 ? 60 : 0;
      pixels.set([base + red, base, base], (row * SIZE * SIZE + at) * 3);
    }
  });
  return { count: indices.length, size: SIZE, pixels, labels: Uint8Array.from(labels) };
}

const dataset: Dataset = {
  attributes: ['Bright', 'Red_Top'],
  exclusive: [],
  size: SIZE,
  counts: { train: 64, validation: 40, test: 8 },
  description: 'squares',
  load: async (_, indices) => imagesOf(indices),
  labels: async (_, indices) => imagesOf(indices).labels,
  names: async (_, indices) => indices.map(String),
  close: async () => undefined,
};

test('a classifier learns what can be told, says how well, and frees its memory, however often it is asked to', async () => {
  const before = tf.memory().numTensors;
  const lines: string[] = [];
  const classifier = await trainClassifier(dataset, {
    iterations: 250,
    batch: 8,
    layers: [
      { filters: 12, stride: 2 },
      { filters: 16, stride: 2 },
    ],
    report: (line) => lines.push(line),
  });
  expect(classifier.accuracy).toBeGreaterThan(0.97);
  expect(classifier.accuracies).toHaveLength(2);
  expect([...(await classifier.predict(facePictures(imagesOf([0, 1, 2, 3]))))]).toEqual([0, 0, 1, 0, 0, 1, 1, 1]);
  expect(lines.at(-1)).toMatch(/of validation labels read correctly/);
  await expect(classifier.predict([{ width: 4, height: 8, pixels: new Uint8Array(96) }])).rejects.toThrow(
    /8x8, not 4x8/,
  );
  classifier.dispose();
  classifier.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

test('the same seed gives the same classifier', async () => {
  const train = async (seed: number): Promise<string> => {
    const lines: string[] = [];
    const report = (line: string): void => void lines.push(line);
    (
      await trainClassifier(dataset, {
        iterations: 50,
        batch: 2,
        seed,
        validation: 4,
        layers: [{ filters: 3, stride: 2 }],
        report,
      })
    ).dispose();
    return lines.join();
  };
  const first = await train(1);
  expect(await train(1)).toBe(first);
  expect(await train(2)).not.toBe(first);
});

test('a classifier that a kill left set aside is replaced, and what lies beside it is kept', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attgan-classifier-'));
  const classifier = await trainClassifier(dataset, {
    iterations: 2,
    batch: 2,
    validation: 4,
    layers: [{ filters: 3, stride: 2 }],
  });
  try {
    const out = join(folder, 'reader');
    await saveClassifier(out, classifier, { data: 'squares' });
    await writeFile(join(out, 'README.md'), 'Reads squares.');
    await rename(out, join(folder, '.attgan-old.reader'));
    await saveClassifier(out, classifier, { data: 'squares' });
    expect(await readdir(folder)).toEqual(['reader']);
    expect(await readdir(out)).toEqual(['README.md', 'classifier.json', 'classifier.safetensors']);
  } finally {
    classifier.dispose();
    await rm(folder, { recursive: true });
  }
});
