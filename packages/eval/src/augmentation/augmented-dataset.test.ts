import type { Dataset, LabelledImages } from '@attgan/core';
import { expect, test } from 'vitest';
import { augmentedDataset, type AugmentationSource } from './augmented-dataset.ts';

const attributes = ['Left', 'Right', 'Corner'];

/** One grey pixel a face; labels that its index tells. */
function imagesOf(indices: readonly number[]): LabelledImages {
  const labels = Uint8Array.from(indices.flatMap((index) => [Number(index % 3 === 1), Number(index % 3 === 2), 0]));
  return { count: indices.length, size: 1, pixels: Uint8Array.from(indices.flatMap(() => [9, 9, 9])), labels };
}

const dataset: Dataset = {
  attributes,
  exclusive: [['Left', 'Right']],
  size: 1,
  counts: { train: 300, validation: 9, test: 9 },
  description: 'greys',
  load: async (_, indices) => imagesOf(indices),
  labels: async (_, indices) => imagesOf(indices).labels,
  names: async (_, indices) => indices.map(String),
  close: async () => undefined,
};

/** Paints 100 + the attribute's number where it switches on, 200 + where off. */
const source: AugmentationSource = {
  strength: 2,
  share: 0.5,
  seed: 4,
  editor: {
    editEach: async (pictures, _, variants) =>
      pictures.map((picture, position) =>
        (typeof variants === 'function' ? variants(position) : variants).map(([change]) => {
          const value = (change?.value === 'on' ? 100 : 200) + attributes.indexOf(change?.attribute as string);
          return { ...picture, pixels: Uint8Array.of(value, value, value) };
        }),
      ),
  },
};
const all = Array.from({ length: 300 }, (_, index) => index);

test('about the share of faces is edited, and labelled as the edit wants it', async () => {
  const { pixels, labels } = await augmentedDataset(dataset, source).load('train', all);
  let edited = 0;
  for (const face of all) {
    const value = pixels[3 * face] as number;
    const own = [...imagesOf([face]).labels];
    if (value !== 9) {
      edited += 1;
      const [on, attribute] = value < 200 ? [1, value - 100] : [0, value - 200];
      own[attribute] = on;
      if (on === 1 && attribute < 2) own[1 - attribute] = 0;
    }
    expect([...labels.subarray(3 * face, 3 * face + 3)]).toEqual(own);
  }
  expect(edited).toBeGreaterThan(120);
  expect(edited).toBeLessThan(180);
});

test('every reading draws anew, in the same way for the same seed, and only in the train split', async () => {
  const [one, other] = [augmentedDataset(dataset, source), augmentedDataset(dataset, source)];
  const [first, second] = [await one.load('train', all), await one.load('train', all)];
  expect(second.pixels).not.toEqual(first.pixels);
  expect((await other.load('train', all)).pixels).toEqual(first.pixels);
  expect((await one.load('test', [0, 1])).pixels).toEqual(imagesOf([0, 1]).pixels);
});
