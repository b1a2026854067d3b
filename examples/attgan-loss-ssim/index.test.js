import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import plugin, { ssim, ssimReconstruction } from './index.js';

before(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const noise = (seed) => tf.randomUniform([2, 16, 16, 3], -1, 1, 'float32', seed);
const value = (tensor) => tensor.dataSync()[0];
const close = (actual, expected) => assert.ok(Math.abs(actual - expected) < 1e-3, `${actual} is not ${expected}`);

test('an image is wholly like itself, and hardly like noise', () => {
  close(value(ssim(noise(1), noise(1))), 1);
  assert.ok(Math.abs(value(ssim(noise(1), noise(2)))) < 0.1);
});

test('flat images differ in brightness alone: (2ab + C₁) / (a² + b² + C₁)', () => {
  const [a, b] = [0.25, 0.75];
  const flat = (level) => tf.fill([1, 12, 12, 3], 2 * level - 1);
  close(value(ssim(flat(a), flat(b))), (2 * a * b + 1e-4) / (a * a + b * b + 1e-4));
});

test('l1 mixes in the mean absolute difference', () => {
  const [x, y] = [noise(1), noise(2)];
  const mixed = value(ssimReconstruction.create({ l1: 0.25, window: 7 })(x, y));
  close(mixed, 0.75 * (1 - value(ssim(x, y, 7))) + 0.25 * value(tf.mean(tf.abs(tf.sub(x, y)))));
});

test('a step against the gradient makes the images more alike, and nothing is left behind', () => {
  const [x, y] = [noise(1), noise(2)];
  const loss = ssimReconstruction.create({});
  const before = tf.memory().numTensors;
  const slope = tf.grad((image) => loss(x, image))(y);
  assert.equal(tf.memory().numTensors, before + 1);
  assert.ok(value(loss(x, tf.sub(y, tf.mul(slope, 100)))) < value(loss(x, y)));
});

test('a window without a middle is refused', () => {
  assert.throws(() => ssimReconstruction.create({ window: 8 }), /must be odd/);
  assert.equal(plugin.provides[0].name, 'ssim');
});
