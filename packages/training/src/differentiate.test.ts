import { disposeDeferred, normActivation, registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { differentiate, differentiateEach } from './differentiate.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const random = (shape: number[], seed: number): tf.Tensor => tf.randomNormal(shape, 0, 1, 'float32', seed);

/** A penalty on the slope of a small normalised network, so that gradients of gradients count. */
function penalty(
  x: tf.Tensor2D,
  { kernel, gain, bias }: { kernel: tf.Tensor2D; gain: tf.Tensor1D; bias: tf.Tensor1D },
) {
  const judge = (at: tf.Tensor): tf.Tensor =>
    normActivation(tf.matMul(at as tf.Tensor2D, kernel), gain, bias, { kind: 'layer', epsilon: 1e-3, slope: 0.2 })
      .output;
  const slope = tf.grad((at) => tf.sum(judge(at)))(x);
  return tf.add(tf.mean(tf.square(slope)), tf.mean(judge(x))) as tf.Scalar;
}

test('gives what tfjs gives, bit for bit, and leaves nothing behind', () => {
  const params = {
    kernel: random([5, 4], 1) as tf.Tensor2D,
    gain: random([4], 2) as tf.Tensor1D,
    bias: random([4], 3) as tf.Tensor1D,
    unused: random([2], 4) as tf.Tensor1D,
  };
  const x = random([3, 5], 5) as tf.Tensor2D;
  const expected = tf
    .engine()
    .gradients(() => penalty(x, params), [params.kernel, params.gain, params.bias])
    .grads.map((gradient) => [...gradient.dataSync()]);
  disposeDeferred();
  const before = tf.memory().numTensors;
  const gradients = differentiate(params, () => penalty(x, params));
  expect(tf.memory().numTensors).toBe(before + 4);
  expect(gradients.slice(0, 3).map((gradient) => [...gradient.dataSync()])).toEqual(expected);
  expect([...(gradients[3] as tf.Tensor).dataSync()]).toEqual([0, 0]);
});

test('several losses share what they compute, and their gradients are those of each alone, bit for bit', () => {
  const lower = { kernel: random([5, 4], 1) as tf.Tensor2D };
  const upper = { gain: random([4], 2) as tf.Tensor1D, bias: random([4], 3) as tf.Tensor1D };
  const x = random([3, 5], 5) as tf.Tensor2D;
  const layer = (): tf.Tensor2D => {
    const sums = tf.matMul(x, lower.kernel);
    return normActivation(sums, upper.gain, upper.bias, { kind: 'layer', epsilon: 1e-3, slope: 0.2 })
      .output as tf.Tensor2D;
  };
  const near = (y: tf.Tensor): tf.Scalar => tf.mean(tf.square(y));
  const far = (y: tf.Tensor): tf.Scalar => tf.mean(tf.abs(tf.sub(y, 1)));
  const values = (tensors: readonly tf.Tensor[]): number[][] => tensors.map((tensor) => [...tensor.dataSync()]);
  const before = tf.memory().numTensors;
  const alone = [differentiate(lower, () => near(layer())), differentiate(upper, () => far(layer()))];
  let computed = 0;
  let shared: tf.Tensor2D | undefined;
  const once = (): tf.Tensor2D => {
    if (shared === undefined) computed++;
    return (shared ??= layer());
  };
  const together = differentiateEach([
    { params: lower, loss: () => near(once()) },
    { params: upper, loss: () => far(once()) },
  ]);
  expect(together.map(values)).toEqual(alone.map(values));
  expect(computed).toBe(1);
  expect(tf.memory().numTensors).toBe(before + 6);
});

test('holds no more than a few activations at once on the way back', () => {
  const x = random([64, 64], 1) as tf.Tensor2D;
  const kernel = random([64, 64], 2) as tf.Tensor2D;
  const depth = 20;
  let most = 0;
  const bytes = tf.customGrad((value) => {
    const at = value as unknown as tf.Tensor;
    return {
      value: tf.clone(at),
      gradFunc: (dy: tf.Tensor) => {
        most = Math.max(most, tf.memory().numBytes);
        return tf.clone(dy);
      },
    };
  });
  const loss = (): tf.Scalar => {
    let y: tf.Tensor = x;
    for (let layer = 0; layer < depth; layer++) y = bytes(tf.tanh(tf.matMul(y as tf.Tensor2D, kernel)));
    return tf.mean(y);
  };
  const gradientsOf = (how: () => unknown): number => {
    most = 0;
    tf.dispose(how() as tf.Tensor[]);
    return most;
  };
  const theirs = gradientsOf(() => tf.engine().gradients(loss, [kernel]).grads);
  const ours = gradientsOf(() => differentiate({ kernel }, loss));
  expect(ours).toBeLessThan(theirs * 0.8);
});

test('an error on the way leaves nothing behind', () => {
  const kernel = random([2, 2], 1);
  const before = tf.memory().numTensors;
  const fails = (): tf.Scalar => {
    tf.sum(tf.square(kernel));
    throw new Error('broken term');
  };
  expect(() => differentiate({ kernel }, fails)).toThrow('broken term');
  expect(tf.memory().numTensors).toBe(before);
  expect(differentiate({ kernel }, () => tf.sum(tf.square(kernel)) as tf.Scalar)).toHaveLength(1);
});
