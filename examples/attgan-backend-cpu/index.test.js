import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as tf from '@tensorflow/tfjs-core';
import { cpuBackend } from './index.js';

test('it opens, computes, closes and opens again', async () => {
  for (const round of [1, 2]) {
    const backend = await cpuBackend.open({});
    assert.equal(tf.getBackend(), 'cpu');
    assert.deepEqual([...tf.add([round], 1).dataSync()], [round + 1]);
    await backend.close();
    assert.equal(tf.findBackend('cpu'), null);
  }
});

test('gradients of gradients are known: x³ bends by 6x', async () => {
  const backend = await cpuBackend.open({});
  const slope = tf.grad((x) => tf.pow(x, 3));
  assert.deepEqual(
    [
      ...tf
        .grad((x) => slope(x))(tf.tensor1d([2]))
        .dataSync(),
    ],
    [12],
  );
  await backend.close();
});

test('options that it does not have are refused', async () => {
  await assert.rejects(cpuBackend.open({ threads: 2 }), /threads/);
});
