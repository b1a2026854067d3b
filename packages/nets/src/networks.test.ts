import { randomKey, UsageError } from '@attgan/core';
import { initWeights, leaves, registerGradients, type Tree, type Weight } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { attganCritic } from './attgan-critic.ts';
import { attganGenerator } from './attgan-generator.ts';
import { imageOf } from './generator-output.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const count = (weights: Tree<Weight>): number =>
  leaves<Weight>(weights).reduce((sum, { shape }) => sum + shape.reduce((size, edge) => size * edge, 1), 0);

describe('numbers of parameters at full width and 13 attributes', () => {
  test.each([
    ['without skips, as printed in the paper', { preset: 'paper-128' }, 39_158_403],
    ['with one skip', { preset: 'tf-128', injects: 0 }, 43_352_707],
    ['with one skip and one injection', { preset: 'pytorch-128' }, 43_459_203],
  ] as const)('generator %s', (_, options, expected) => {
    expect(count(attganGenerator.create(options, 13).weights.params)).toBe(expected);
  });

  test('critic without normalisation in its heads', () => {
    expect(count(attganCritic.create({ preset: 'pytorch-128' }, 13).weights)).toBe(44_718_990);
  });
});

const small = { width: 1 / 32 };
const variants: [string, Parameters<typeof attganGenerator.create>[0], number][] = [
  ['paper-128', { preset: 'paper-128' }, 13],
  ['paper-64', { preset: 'paper-64' }, 13],
  ['tf-128 with one attribute', { preset: 'tf-128' }, 1],
  ['pytorch-128 at 64 px with forty', { preset: 'pytorch-128', size: 64 }, 40],
  ['residual', { preset: 'paper-64', output: 'residual' }, 3],
  ['masked with skips', { preset: 'pytorch-128', output: 'masked', size: 64 }, 3],
  ['three skips and four injections at 96 px', { size: 96, skips: 3, injects: 4 }, 5],
];

describe.each(variants)('generator %s', (_, options, attributes) => {
  const generator = attganGenerator.create({ ...small, ...options }, attributes);
  const { size } = generator;

  test('decodes what it encodes to images of the same size, within (−1, 1)', () => {
    tf.tidy(() => {
      const { params, state } = initWeights(generator.weights, randomKey(1));
      const faces = tf.randomUniform<tf.Rank.R4>([2, size, size, 3], -1, 1, 'float32', 1);
      const { features } = generator.encode(params, state, faces, 'training');
      const code = tf.fill<tf.Rank.R2>([2, attributes], 0.5);
      const { image } = generator.decode(params, state, features, code, 'training');
      expect(image.shape).toEqual([2, size, size, 3]);
      expect(tf.max(tf.abs(image)).dataSync()[0]).toBeLessThanOrEqual(1);
    });
  });

  test('uses every attribute of the code', () => {
    tf.tidy(() => {
      const { params, state } = initWeights(generator.weights, randomKey(1));
      const faces = tf.randomUniform<tf.Rank.R4>([1, size, size, 3], -1, 1, 'float32', 1);
      const { features } = generator.encode(params, state, faces, 'inference');
      const decode = (code: tf.Tensor2D): tf.Tensor4D =>
        generator.decode(params, state, features, code, 'inference').image;
      const base = decode(tf.zeros([1, attributes]));
      for (let index = 0; index < attributes; index++) {
        const code = tf.tensor2d([Array.from({ length: attributes }, (_value, other) => (other === index ? 1 : 0))]);
        expect(tf.max(tf.abs(tf.sub(decode(code), base))).dataSync()[0]).toBeGreaterThan(0);
      }
    });
  });
});

test('a mask of 0 keeps the face, one of 1 takes its place; a residual of 0 keeps it', () => {
  tf.tidy(() => {
    const face = tf.randomUniform<tf.Rank.R4>([1, 2, 2, 3], -1, 1, 'float32', 2);
    const output = (colour: number, mask: number): tf.Tensor4D =>
      tf.concat([tf.fill([1, 2, 2, 3], colour), tf.fill([1, 2, 2, 1], mask)], 3) as tf.Tensor4D;
    const furthest = (a: tf.Tensor, b: tf.Tensor): number => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0] as number;
    expect(furthest(imageOf('masked', output(3, -100), face), face)).toBe(0);
    expect(furthest(imageOf('masked', output(0.5, 100), face), tf.fill([1, 2, 2, 3], Math.tanh(0.5)))).toBeLessThan(
      1e-6,
    );
    expect(furthest(imageOf('residual', tf.zeros([1, 2, 2, 3]), face), face)).toBe(0);
    expect(tf.max(imageOf('residual', tf.fill([1, 2, 2, 3], 9), face)).dataSync()[0]).toBe(1);
  });
});

test('a decoder that takes changes says so', () => {
  expect(attganGenerator.create({ takes: 'change' }, 2).takes).toBe('change');
  expect(attganGenerator.create({}, 2).takes).toBeUndefined();
});

test('moving averages approach the moments of the passes, by the momentum', () => {
  tf.tidy(() => {
    const generator = attganGenerator.create({ preset: 'paper-64', ...small, normMomentum: 0.25 }, 2);
    const { params, state } = initWeights(generator.weights, randomKey(1));
    const faces = tf.randomUniform<tf.Rank.R4>([4, 64, 64, 3], -1, 1, 'float32', 1);
    const { moments } = generator.encode(params, state, faces, 'training');
    const next = generator.advance(state, [{ part: 'encoder', moments }]) as { encoder: { mean: tf.Tensor }[] };
    const measured = moments[0]?.mean.dataSync()[0] as number;
    expect(next.encoder[0]?.mean.dataSync()[0]).toBeCloseTo(0.25 * measured, 6);
  });
});

test('the critic gives one adversarial logit and a logit for each attribute', () => {
  tf.tidy(() => {
    const critic = attganCritic.create({ preset: 'paper-64', ...small }, 7);
    const faces = tf.randomUniform<tf.Rank.R4>([3, 64, 64, 3], -1, 1, 'float32', 1);
    const { adversarial, attributes } = critic.apply(initWeights(critic.weights, randomKey(1)), faces);
    expect([adversarial.shape, attributes.shape]).toEqual([
      [3, 1],
      [3, 7],
    ]);
  });
});

test('options alone say how large the images are', () => {
  expect(attganGenerator.imageSize({})).toBe(128);
  expect(attganGenerator.imageSize({ preset: 'paper-64' })).toBe(64);
  expect(attganCritic.imageSize?.({ preset: 'paper-64', size: 96 })).toBe(96);
});

test('wrong options are one usage error that says where', () => {
  // @ts-expect-error: no such preset
  expect(() => attganGenerator.create({ preset: 'paper-32' }, 3)).toThrow(/^generator\.preset: /);
  // @ts-expect-error: no such option
  expect(() => attganGenerator.imageSize({ sise: 64 })).toThrow(/^Unknown option generator\.sise\. /);
  // @ts-expect-error: not a number
  expect(() => attganCritic.create({ units: 'many' }, 3)).toThrow(UsageError);
});

test('sizes that the strides do not divide, and too many skips, are refused in one line', () => {
  expect(() => attganGenerator.create({ size: 100 }, 1)).toThrow(UsageError);
  expect(() => attganGenerator.create({ size: 100 }, 1)).toThrow(/divisible by 32/);
  expect(() => attganGenerator.create({ skips: 5 }, 1)).toThrow(/below 5/);
});
