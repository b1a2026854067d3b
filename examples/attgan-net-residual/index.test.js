import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { randomKey } from '@attgan/core';
import { flatten, initWeights, registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { residualBlock, residualGenerator } from './index.js';

before(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const noise = (shape) => tf.randomUniform(shape, -1, 1, 'float32', 1);
const OPTIONS = { preset: 'paper-64', size: 32, width: 1 / 32, blocks: 2 };

test('a block whose last kernel is zero changes nothing', () => {
  const convolution = (kernel) => ({ kernel, bias: tf.zeros([5]) });
  const block = { first: convolution(noise([3, 3, 5, 5])), second: convolution(tf.zeros([3, 3, 5, 5])) };
  const x = noise([2, 4, 4, 5]);
  assert.deepEqual(residualBlock(block, x, 0.1).dataSync(), x.dataSync());
});

test('faces go in, faces come out, and every parameter has a say in them', () => {
  const generator = residualGenerator.create(OPTIONS, 3);
  const { params, state } = initWeights(generator.weights, randomKey(1));
  const faces = noise([2, 32, 32, 3]);
  const code = tf.fill([2, 3], 0.5);
  const named = flatten(params);
  assert.equal(named.filter(([name]) => name.startsWith('residual/')).length, 2 * 4);
  const loss = () => {
    const { features } = generator.encode(params, state, faces, 'training');
    return tf.mean(tf.abs(tf.sub(faces, generator.decode(params, state, features, code, 'training').image)));
  };
  const slopes = tf.grads(loss)(named.map(([, tensor]) => tensor));
  named.forEach(([name], index) => {
    const largest = tf.max(tf.abs(slopes[index])).dataSync()[0];
    assert.ok(largest > 0, `${name} has no say`);
  });
});
