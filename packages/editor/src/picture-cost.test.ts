import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { attganGenerator } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { expect, test } from 'vitest';
import { openEditor } from './open-editor.ts';
import { picturesAtOnce } from './picture-cost.ts';
import { definitions, tinyCard, writeTinyModel } from './testing/tiny-model.ts';

test('sixteen pictures are worked on at once, fewer where layers are large, at least one', () => {
  expect(picturesAtOnce(attganGenerator.create({ preset: 'paper-128' }, 13))).toBe(16);
  expect(picturesAtOnce(attganGenerator.create({ preset: 'paper-128', size: 384 }, 13))).toBe(4);
  expect(picturesAtOnce({ features: 2 ** 30 })).toBe(1);
  expect(picturesAtOnce({})).toBe(16);
});

test('a small model with weights that fit, and layers that no memory holds, is refused before it runs', async () => {
  await tf.setBackend('cpu');
  const wide = { filters: 60_000, kernel: 1, stride: 1 };
  const image = { filters: 3, kernel: 1, stride: 1 };
  const folder = await writeTinyModel({
    ...tinyCard,
    generator: { name: 'attgan', options: { size: 384, encoder: [wide, image], decoder: [image] } },
    size: 384,
  });
  await expect(openEditor(folder, definitions)).rejects.toThrow(
    /^The model .* would take \d+ MB for the layers of one picture, over the limit of 268 MB\./,
  );
  await rm(dirname(folder), { recursive: true });
});
