import { labelCode } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { codeOf, decoderInput } from './codes.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

test('the code of tensors is the code of numbers', async () => {
  const labels = [1, 0, 1];
  const told = [0.5, 0.25, 1];
  expect(await codeOf(tf.tensor2d([labels]), 0.5).array()).toEqual([labelCode(labels, 0.5)]);
  expect(await codeOf(tf.tensor2d([labels]), 0.5, tf.tensor2d([told])).array()).toEqual([labelCode(labels, 0.5, told)]);
});

test('a decoder of codes is given the code itself, a decoder of changes how it differs from the face’s own', async () => {
  const wanted = tf.tensor2d([[1, -0.5]]);
  const own = () => tf.tensor2d([[-0.5, -0.5]]);
  expect(decoderInput({}, wanted, own)).toBe(wanted);
  expect(await decoderInput({ takes: 'change' }, wanted, own).array()).toEqual([[1.5, 0]]);
});
