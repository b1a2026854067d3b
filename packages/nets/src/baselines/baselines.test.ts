import { randomKey } from '@attgan/core';
import { flatten, initWeights, leaves, registerGradients, type TensorTree, type Weight } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { attganGenerator } from '../attgan-generator.ts';
import type { Generator } from '../definitions.ts';
import { faderGenerator } from './fader-generator.ts';
import { icganCritic } from './icgan-critic.ts';
import { icganGenerator } from './icgan-generator.ts';
import { createLatentCritic, type LatentCritic } from './latent-critic.ts';
import { part } from './parts-of.ts';
import { vaeganCritic } from './vaegan-critic.ts';
import { vaeganGenerator } from './vaegan-generator.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const ATTRIBUTES = 4;
const narrow = { size: 32, width: 1 / 16 };
const generators: readonly [string, Generator][] = [
  ['fader', faderGenerator.create(narrow, ATTRIBUTES)],
  ['icgan', icganGenerator.create({ ...narrow, latent: 6 }, ATTRIBUTES)],
  ['vaegan', vaeganGenerator.create({ ...narrow, latent: 6 }, ATTRIBUTES)],
  ['attgan with intensities', attganGenerator.create({ ...narrow, preset: 'paper-64', intensities: true }, ATTRIBUTES)],
];
const faces = (count: number): tf.Tensor4D => tf.randomUniform([count, 32, 32, 3], -1, 1, 'float32', 3);
const values = (tree: TensorTree): number[][] => leaves<tf.Tensor>(tree).map((leaf) => [...leaf.dataSync()]);

describe.each(generators)('generator %s', (_, generator) => {
  const made = (): { params: TensorTree; state: TensorTree } => initWeights(generator.weights, randomKey(1));

  test('gives a z of the shape it says, and images within (−1, 1)', () => {
    tf.tidy(() => {
      const own = made();
      const { features } = generator.encode(own.params, own.state, faces(3), 'training');
      expect(features.at(-1)?.shape).toEqual([3, ...generator.latent]);
      const { image } = generator.decode(own.params, own.state, features, tf.ones([3, ATTRIBUTES]), 'training');
      expect(image.shape).toEqual([3, 32, 32, 3]);
      expect(tf.max(tf.abs(image)).dataSync()[0]).toBeLessThanOrEqual(1);
    });
  });

  test('edits a face alone as it does in a batch', () => {
    tf.tidy(() => {
      const own = made();
      const edited = (batch: tf.Tensor4D): tf.Tensor => {
        const { features } = generator.encode(own.params, own.state, batch, 'inference');
        return generator.decode(own.params, own.state, features, tf.ones([batch.shape[0], ATTRIBUTES]), 'inference')
          .image;
      };
      const together = tf.slice(edited(faces(3)), [1, 0, 0, 0], [1, -1, -1, -1]).dataSync();
      const alone = edited(tf.slice(faces(3), [1, 0, 0, 0], [1, -1, -1, -1])).dataSync();
      expect(Math.max(...together.map((value, index) => Math.abs(value - (alone[index] as number))))).toBeLessThan(
        1e-5,
      );
    });
  });

  test('moves the averages that passes measured and hands on the others', () => {
    const own = made();
    const encoded = generator.encode(own.params, own.state, faces(3), 'training');
    // Read, for what is computed when read is measured only then.
    expect(encoded.features).toHaveLength(encoded.features.length);
    const next = generator.advance(own.state, [{ part: 'encoder', moments: encoded.moments }]);
    expect(values(part(next, 'encoder'))).not.toEqual(values(part(own.state, 'encoder')));
    expect(part(next, 'decoder')).toEqual(part(own.state, 'decoder'));
  });
});

test('intensities are in [0, 1], and what tells them is not decoded', () => {
  const generator = attganGenerator.create({ ...narrow, preset: 'paper-64', intensities: true }, ATTRIBUTES);
  const { params, state } = initWeights(generator.weights, randomKey(1));
  const { features, intensities } = generator.encode(params, state, faces(3), 'training');
  expect(intensities?.shape).toEqual([3, ATTRIBUTES]);
  for (const value of intensities?.dataSync() ?? []) expect(Math.abs(value - 0.5)).toBeLessThanOrEqual(0.5);
  const many = generator.encode(params, state, faces(24), 'training').intensities as tf.Tensor2D;
  const { mean, variance } = tf.moments(many, 0);
  // As nearly uniform as a normal distribution becomes by 1.702·x and the logistic curve; 1/12 is the uniform variance.
  for (const value of mean.dataSync()) expect(value).toBeCloseTo(0.5, 1);
  for (const value of variance.dataSync()) expect(value * 12).toBeCloseTo(1, 0);
  const plain = attganGenerator.create({ ...narrow, preset: 'paper-64' }, ATTRIBUTES);
  expect(features.at(-1)?.shape[3]).toBe(plain.latent[2] - ATTRIBUTES);
  expect(() =>
    attganGenerator.create({ ...narrow, width: 1 / 128, preset: 'paper-64', intensities: true }, ATTRIBUTES),
  ).toThrow(/too few for 4 intensities/);
});

test('Fader’s decoder hears of labels in every layer: the last one alone changes the image', () => {
  const generator = faderGenerator.create(narrow, ATTRIBUTES);
  const decoder = flatten<Weight>(part(generator.weights.params, 'decoder'));
  const kernels = decoder.flatMap(([name, { shape }]) => (name.endsWith('kernel') ? [shape] : []));
  const outputs = kernels.map(([, , out]) => out as number);
  // Transposed kernels are [edge, edge, out, in]: what comes in is what the layer before gave, and two for each label.
  kernels.slice(1).forEach(([, , , input], index) => {
    expect(input).toBe((outputs[index] as number) + 2 * ATTRIBUTES);
  });
});

test('VAE/GAN’s directions are mean z with the attribute minus mean z without, and 0 until both were seen', () => {
  const generator = vaeganGenerator.create({ ...narrow, latent: 2 }, 2);
  const { params, state } = initWeights(generator.weights, randomKey(1));
  const z = tf.tensor4d([1, 2, 3, 6, 5, 10, 7, 14], [4, 1, 1, 2]);
  const labels = tf.tensor2d([
    [1, 1],
    [1, 1],
    [0, 1],
    [0, 1],
  ]);
  const learned = generator.learnDirections?.(state, z, labels) as TensorTree;
  const still = tf.zeros<tf.Rank.R4>([1, 1, 1, 2]);
  const decode = (from: tf.Tensor4D, change: number[], values_: TensorTree): number[] => [
    ...generator.decode(params, values_, [from], tf.tensor2d([change]), 'inference').image.dataSync(),
  ];
  // With the first attribute z is (2, 4) on average, without it (6, 12).
  const moved = decode(tf.tensor4d([-4, -8], [1, 1, 1, 2]), [0, 0], learned);
  decode(still, [1, 0], learned).forEach((value, index) => expect(value).toBeCloseTo(moved[index] as number, 5));
  expect(decode(still, [0, 1], learned)).toEqual(decode(still, [0, 0], learned));
});

test('IcGAN’s critic judges by the code, and asks for one', () => {
  const critic = icganCritic.create(narrow, ATTRIBUTES);
  const params = initWeights(critic.weights, randomKey(1));
  const judged = (code: number): number[] => [
    ...critic.apply(params, faces(3), tf.fill([3, ATTRIBUTES], code)).adversarial.dataSync(),
  ];
  expect(judged(1)).not.toEqual(judged(-1));
  expect(() => critic.apply(params, faces(3))).toThrow(/needs a code for each face/);
  expect(() => critic.apply(params, faces(3), tf.ones([3, ATTRIBUTES])).attributes).toThrow(
    /has no classification head/,
  );
});

test('VAE/GAN’s critic offers its fourth convolution’s result to compare faces in', () => {
  const critic = vaeganCritic.create(narrow, ATTRIBUTES);
  const { similarity, adversarial } = critic.apply(initWeights(critic.weights, randomKey(1)), faces(3));
  expect(similarity?.shape).toEqual([3, 4, 4, 16]);
  expect(adversarial.shape).toEqual([3, 1]);
});

test('a latent critic reads labels from z of any shape; dropout follows its key', () => {
  for (const latent of [
    [4, 4, 8],
    [1, 1, 6],
  ] as const) {
    const critic: LatentCritic = createLatentCritic(latent, ATTRIBUTES, 8, 0.3);
    const params = initWeights(critic.weights, randomKey(1));
    const z = tf.randomNormal<tf.Rank.R4>([5, ...latent], 0, 1, 'float32', 2);
    const read = (seed: number): number[] => [...critic.apply(params, z, randomKey(seed)).dataSync()];
    expect(read(1)).toHaveLength(5 * ATTRIBUTES);
    expect(read(1)).toEqual(read(1));
    expect(read(1)).not.toEqual(read(2));
  }
});
