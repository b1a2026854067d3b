import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomKey } from '@attgan/core';
import { writeModel, type ModelCard } from '@attgan/formats';
import { disposeTree, flatten, initWeights } from '@attgan/kernels';
import { attganCritic, attganGenerator } from '@attgan/nets';
import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import type { NetworkDefinitions } from '../editor.ts';

export const definitions: NetworkDefinitions = { generator: () => attganGenerator, critic: () => attganCritic };

const layer = (filters: number): unknown => ({ filters, kernel: 3, stride: 2 });

export const tinyCard: ModelCard = {
  format: 1,
  generator: { name: 'attgan', options: { size: 32, encoder: [layer(4), layer(6)], decoder: [layer(6), layer(3)] } },
  critic: { name: 'attgan', options: { size: 32, layers: [layer(4), layer(4), layer(4)], units: 8 } },
  attributes: ['Bald', 'Bangs', 'Eyeglasses', 'Young'],
  exclusive: [['Bald', 'Bangs']],
  scale: 0.5,
  size: 32,
  provenance: {},
};

type Tensors = Map<string, { shape: readonly number[]; values: Float32Array }>;

/** A folder with an untrained model; `change` may spoil its tensors before they are written. */
export async function writeTinyModel(
  card: ModelCard = tinyCard,
  change: (tensors: Tensors) => void = () => undefined,
): Promise<string> {
  const count = card.attributes.length;
  const { weights } = attganGenerator.create(card.generator.options, count);
  const generator = initWeights(weights, randomKey(1));
  const critic = card.critic && initWeights(attganCritic.create(card.critic.options, count).weights, randomKey(2));
  const tree = { generator, ...(critic && { critic }) };
  const tensors: Tensors = new Map(
    flatten<tf.Tensor>(tree).map(([name, tensor]) => [
      name,
      { shape: tensor.shape, values: tensor.dataSync<'float32'>().slice() },
    ]),
  );
  disposeTree(tree);
  change(tensors);
  const folder = join(await mkdtemp(join(tmpdir(), 'attgan-editor-')), 'model');
  await writeModel(folder, card, tensors);
  return folder;
}

/** Pictures that differ, of the tiny model's size. */
export function noise(count: number, size = 32): Picture[] {
  return Array.from({ length: count }, (_, picture) => ({
    width: size,
    height: size,
    pixels: Uint8Array.from({ length: size * size * 3 }, (__, index) => (index * 37 + picture * 101) % 256),
  }));
}
