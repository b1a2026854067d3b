import { randomKey } from '@attgan/core';
import { disposeTree, initWeights, leaves, registerGradients, withLeaves, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { attganGenerator } from './attgan-generator.ts';
import { generatorOptions } from './generator-options.ts';

const ATTRIBUTES = 3;
const small = { width: 1 / 32, size: 32 };

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

/** Values as a training leaves them, where no gain is 1 and no average 0. Kernels stay small, or pictures would be white all over. */
function trained<T extends TensorTree>(tree: T): T {
  return withLeaves(
    tree,
    leaves<tf.Tensor>(tree).map((leaf, index) =>
      leaf.rank > 1
        ? tf.clone(leaf)
        : tf.tidy(() => tf.add(leaf, tf.randomUniform(leaf.shape, 0.05, 0.3, 'float32', index))),
    ),
  );
}

test.each([
  { preset: 'paper-128', ...small },
  { preset: 'paper-64', ...small },
  { preset: 'pytorch-128', ...small },
  { preset: 'tf-128', ...small, output: 'masked' },
  { preset: 'paper-128', ...small, output: 'residual', skips: 3, injects: 0 },
  { preset: 'paper-128', ...small, intensities: true, skips: 2, injects: 4 },
])('a prepared decoder of %j decodes as the plain one, and leaves nothing behind', (options) => {
  const before = tf.memory().numTensors;
  const generator = attganGenerator.create(generatorOptions.parse(options), ATTRIBUTES);
  const drawn = initWeights(generator.weights, randomKey(1));
  const params = trained(drawn.params);
  const state = trained(drawn.state);
  const faces = tf.randomUniform<tf.Rank.R4>([2, 32, 32, 3], -1, 1, 'float32', 7);
  const { features } = tf.tidy(() => ({ features: [...generator.encode(params, state, faces, 'inference').features] }));
  const decoder = generator.preparation?.prepare(params, state);
  const face = decoder?.begin(features);
  const reached: number[] = [];
  for (const seed of [1, 2]) {
    const code = tf.randomUniform<tf.Rank.R2>([2, ATTRIBUTES], -0.5, 0.5, 'float32', seed);
    const difference = tf.tidy(() => {
      const plain = generator.decode(params, state, features, code, 'inference').image;
      reached.push(tf.mean(tf.abs(plain)).dataSync()[0] as number);
      return tf.max(tf.abs(tf.sub(face?.decode(code) as tf.Tensor, plain))).dataSync()[0];
    });
    expect(difference).toBeLessThan(1e-5);
    code.dispose();
  }
  expect(Math.max(...reached)).toBeLessThan(0.9);
  expect(reached[0]).not.toBe(reached[1]);
  face?.dispose();
  decoder?.dispose();
  tf.dispose([...features.filter((feature) => feature !== faces), faces]);
  for (const tree of [params, state, drawn.params, drawn.state]) disposeTree(tree);
  expect(tf.memory().numTensors).toBe(before);
});
