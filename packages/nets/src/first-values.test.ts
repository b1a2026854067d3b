import { createHash } from 'node:crypto';
import { randomKey } from '@attgan/core';
import { flatten, initWeights, registerGradients, type Tree, type Weight } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { attganCritic, attganGenerator, createLatentCritic, faderGenerator, icganCritic } from './index.ts';
import { icganGenerator, vaeganCritic, vaeganGenerator } from './index.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const narrow = { size: 32, width: 1 / 16 };
const slim = { size: 64, width: 1 / 32 };
const networks: readonly [string, { readonly weights: Tree<Weight> }, string][] = [
  ['attgan paper-128', attganGenerator.create({ preset: 'paper-128', width: 1 / 32 }, 5), 'afc5b988d5f875f1'],
  ['attgan pytorch-128', attganGenerator.create({ preset: 'pytorch-128', ...slim }, 3), '755bc85a19b7a977'],
  [
    'attgan with intensities',
    attganGenerator.create({ preset: 'paper-64', ...narrow, intensities: true }, 4),
    '283a2c159d33d6c3',
  ],
  ['fader', faderGenerator.create(narrow, 4), '543ca71f4d0bcc4f'],
  ['icgan', icganGenerator.create({ ...narrow, latent: 6 }, 4), '8fa7db2dd92b23d6'],
  ['vaegan', vaeganGenerator.create({ ...narrow, latent: 6 }, 4), '732d1f5e19a76325'],
  ['critic attgan paper-64', attganCritic.create({ preset: 'paper-64', ...narrow }, 4), '6c90a601822dced2'],
  ['critic attgan pytorch-128', attganCritic.create({ preset: 'pytorch-128', ...slim }, 4), 'ae98fca7c67f9265'],
  ['critic icgan', icganCritic.create(narrow, 4), '36a5fa0e9f10223f'],
  ['critic vaegan', vaeganCritic.create(narrow, 4), 'a7e388d6c14c72c3'],
  ['latent critic', createLatentCritic([2, 2, 8], 4, 8, 0.3), 'df1b8e85c3a544b3'],
];

// A seed names a training: other first values would make every published seed another one.
test.each(networks)('%s starts at the values that its seed has always meant', (_, { weights }, expected) => {
  const hash = createHash('sha256');
  for (const [name, tensor] of flatten<tf.Tensor>(initWeights(weights, randomKey(7)))) {
    hash.update(`${name}:${tensor.shape.join()}`);
    hash.update(new Uint8Array(tensor.dataSync().buffer));
  }
  expect(hash.digest('hex').slice(0, 16)).toBe(expected);
});

test.each(networks)('%s says its shapes without making a tensor', (_, { weights }) => {
  const before = tf.memory().numTensors;
  const shapes = flatten<Weight>(weights).map(([, { shape }]) => shape);
  expect(tf.memory().numTensors).toBe(before);
  const made = flatten<tf.Tensor>(initWeights(weights, randomKey(1)));
  expect(made.map(([, tensor]) => tensor.shape)).toEqual(shapes);
});
