import { normActivation } from '@attgan/kernels';
import { differentiate } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Deviation } from '../case.ts';
import { fact } from '../fact.ts';
import { draw, toTensor } from '../values.ts';
import { playTinyGame } from './play-tiny-game.ts';

const group = 'determinism';

/** What is computed twice is the same twice, to the bit: a run that is resumed depends on it. */
export function determinismCases(): ConformanceCase[] {
  return [
    { group, name: 'layers', needs: 'inference', tolerance: 0, run: () => twice(async () => read(layers)) },
    {
      group,
      name: 'gradients of layers',
      needs: 'training',
      tolerance: 0,
      run: () => twice(async () => read(gradients)),
    },
    {
      group,
      name: 'training with a gradient penalty',
      needs: 'secondOrder',
      tolerance: 0,
      run: () => twice(async () => Object.values((await playTinyGame(true)).values)),
    },
  ];
}

async function twice(compute: () => Promise<readonly Float32Array[]>): Promise<Deviation> {
  const [first, second] = [await compute(), await compute()];
  const different = first.findIndex((values, index) => !sameBits(values, second[index] as Float32Array));
  return fact(different < 0, `result ${different} is another the second time`);
}

function sameBits(a: Float32Array, b: Float32Array): boolean {
  const [left, right] = [a, b].map(({ buffer, byteOffset, length }) => new Uint32Array(buffer, byteOffset, length));
  return left?.length === right?.length && left?.every((bits, index) => bits === right?.[index]) === true;
}

async function read(compute: () => tf.Tensor[]): Promise<Float32Array[]> {
  const tensors = tf.tidy(compute);
  const values: Float32Array[] = [];
  for (const tensor of tensors) values.push(Float32Array.from(await tensor.data()));
  tf.dispose(tensors);
  return values;
}

/** Large enough to be shared between threads. */
function inputs(): [tf.Tensor4D, tf.Tensor4D, tf.Tensor1D, tf.Tensor1D] {
  return [
    toTensor(draw('faces twice', [4, 33, 33, 17])) as tf.Tensor4D,
    toTensor(draw('filter twice', [5, 5, 17, 34])) as tf.Tensor4D,
    toTensor(draw('gain twice', [34], 0.5, 1.5)) as tf.Tensor1D,
    toTensor(draw('bias twice', [34])) as tf.Tensor1D,
  ];
}

function layer(x: tf.Tensor4D, filter: tf.Tensor4D, gain: tf.Tensor1D, bias: tf.Tensor1D): tf.Tensor4D {
  const attributes = { kind: 'batch', epsilon: 1e-5, slope: 0.2 } as const;
  return normActivation(tf.conv2d(x, filter, 2, 'same'), gain, bias, attributes).output;
}

function layers(): tf.Tensor[] {
  const output = layer(...inputs());
  return [output, tf.mean(output), tf.sum(output, [1, 2, 3])];
}

function gradients(): tf.Tensor[] {
  const given = inputs();
  return differentiate(given, () => tf.mean(tf.square(layer(...given))) as tf.Scalar);
}
