import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { randomKey } from '@attgan/core';
import { flatten, initWeights, registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { stganGenerator, transfer } from './index.js';

before(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const noise = (shape) => tf.randomUniform(shape, -1, 1, 'float32', 1);
const OPTIONS = { preset: 'paper-64', size: 32, width: 1 / 32, units: 2 };

test('an update gate that is shut hands on the state alone, an open one the news alone', () => {
  const layer = (shape, bias, out = shape[3]) => ({ kernel: noise(shape), bias: tf.fill([out], bias) });
  const gates = (update) => ({
    state: layer([4, 4, 3, 7], 0, 3),
    reset: layer([3, 3, 6, 3], 50),
    update: layer([3, 3, 6, 3], update),
    info: layer([3, 3, 6, 3], 0),
  });
  const [feature, below, change] = [noise([2, 8, 8, 3]), noise([2, 4, 4, 5]), noise([2, 2])];
  const shut = transfer(gates(-1000), feature, below, change);
  // An open reset gate keeps the whole state.
  tf.util.assertShapesMatch(shut.output.shape, [2, 8, 8, 3]);
  assert.ok(tf.max(tf.abs(tf.sub(shut.output, shut.state))).dataSync()[0] < 1e-5);
  const open = transfer(gates(1000), feature, below, change);
  assert.ok(tf.max(tf.abs(open.output)).dataSync()[0] <= 1);
});

test('faces go in, faces come out, and every parameter and every attribute has a say in them', () => {
  const generator = stganGenerator.create(OPTIONS, 3);
  const { params, state } = initWeights(generator.weights, randomKey(1));
  const faces = noise([2, 32, 32, 3]);
  const named = flatten(params);
  assert.equal(named.filter(([name]) => name.startsWith('units/')).length, 2 * 8);
  const decode = (change) => {
    const { features } = generator.encode(params, state, faces, 'training');
    return generator.decode(params, state, features, change, 'training').image;
  };
  const change = tf.tensor2d([
    [1, 0, -1],
    [0, 1, 0],
  ]);
  const slopes = tf.grads(() => tf.mean(tf.abs(tf.sub(faces, decode(change)))))(named.map(([, tensor]) => tensor));
  named.forEach(([name], index) => {
    assert.ok(tf.max(tf.abs(slopes[index])).dataSync()[0] > 0, `${name} has no say`);
  });
  for (const index of [0, 1, 2]) {
    const one = tf.oneHot(tf.tensor1d([index, index], 'int32'), 3);
    const moved = tf.max(tf.abs(tf.sub(decode(tf.cast(one, 'float32')), decode(tf.zeros([2, 3])))));
    assert.ok(moved.dataSync()[0] > 1e-4, `attribute ${index} changes nothing`);
  }
});

test('as many units as layers are refused', () => {
  assert.throws(() => stganGenerator.create({ ...OPTIONS, units: 4 }, 3), /units must be below 4/);
});
