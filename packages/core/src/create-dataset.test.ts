import { expect, test } from 'vitest';
import { createDataset } from './create-dataset.ts';

const dataset = createDataset({
  attributes: ['Red', 'Green'],
  size: 2,
  counts: { train: 4, validation: 1, test: 0 },
  description: 'four squares',
  image: (_, index) => ({ pixels: Array.from({ length: 12 }, () => index), labels: [index > 1, index % 2] }),
});

test('images and labels stand in the order that was asked for', async () => {
  const { count, pixels, labels } = await dataset.load('train', [3, 0]);
  expect([count, pixels[0], pixels[12], [...labels]]).toEqual([2, 3, 0, [1, 1, 0, 0]]);
  expect([...(await dataset.labels('train', [1]))]).toEqual([0, 1]);
  expect(await dataset.names('train', [1])).toEqual(['train-1']);
});

test('an index outside the split, and an image of another size, are refused', async () => {
  await expect(dataset.load('validation', [1])).rejects.toThrow('The validation split has images 0 to 0, not 1');
  const small = createDataset({ ...dataset, image: () => ({ pixels: [1], labels: [0, 0] }) });
  await expect(small.load('train', [0])).rejects.toThrow('An image has 1 values; there should be 12');
});
