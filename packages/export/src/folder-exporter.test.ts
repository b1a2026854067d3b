import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readModel } from '@attgan/formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { folderExporter } from './folder-exporter.ts';
import { randomModel } from './testing/random-model.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-export-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const model = randomModel({ preset: 'paper-64', width: 1 / 32 }, { preset: 'paper-64', width: 1 / 32 });
const { critic: _critic, ...withoutCritic } = model.card;

test('a copy has the card and every tensor', async () => {
  await folderExporter.write(folderExporter.options.parse({ precision: 'fp32' }), model, join(folder, 'copy'));
  const { card, tensors } = await readModel(join(folder, 'copy'));
  expect(card).toMatchObject(model.card);
  expect([...tensors.keys()].sort()).toEqual([...model.tensors.keys()].sort());
});

test('a classifier takes the place of the critic, whose weights are left out, and the strength is what was given', async () => {
  const reader = { model: 'classifier-celeba-64', size: 64 };
  await folderExporter.write(folderExporter.options.parse({ reader, strength: 1.5 }), model, join(folder, 'read'));
  const { card, tensors } = await readModel(join(folder, 'read'));
  expect(card).toMatchObject({ ...withoutCritic, reader, strength: 1.5 });
  expect(card.critic).toBeUndefined();
  const generator = [...model.tensors.keys()].filter((name) => name.startsWith('generator/'));
  expect([...tensors.keys()].sort()).toEqual(generator.sort());
  expect(generator.length).toBeLessThan(model.tensors.size);
});
