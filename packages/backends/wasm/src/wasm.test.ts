import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import plugin, { wasmBackend } from './index.ts';

beforeAll(async () => {
  await wasmBackend.open({});
});

afterEach(async () => {
  await tf.setBackend('wasm');
});

function random(shape: number[], seed: number): tf.Tensor {
  return tf.randomNormal(shape, 0, 1, 'float32', seed);
}

/** The largest difference between what the two backends compute, relative to the largest value. */
async function differenceFromCpu(compute: () => tf.Tensor[]): Promise<number> {
  const run = async (backend: string) => {
    await tf.setBackend(backend);
    const tensors = tf.tidy(compute);
    const values = tensors.map((tensor) => [...tensor.dataSync()]).flat();
    tf.dispose(tensors);
    return values;
  };
  const expected = await run('cpu');
  const actual = await run('wasm');
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  expect(largest).toBeGreaterThan(0);
  return Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] as number)))) / largest;
}

const convolutions = [
  { size: [8, 8], kernel: 4, stride: 2, pad: 'same' },
  { size: [8, 8], kernel: 5, stride: 2, pad: 'same' },
  { size: [8, 8], kernel: 4, stride: 2, pad: 1 },
  { size: [7, 9], kernel: 3, stride: 2, pad: 'same' },
  { size: [7, 9], kernel: 4, stride: 2, pad: 'valid' },
  { size: [5, 4], kernel: 3, stride: 1, pad: 'same' },
  { size: [9, 7], kernel: 4, stride: 3, pad: 'valid' },
  { size: [7, 9], kernel: 2, stride: 3, pad: 'same' },
  { size: [6, 6], kernel: 1, stride: 2, pad: 'valid' },
  { size: [4, 4], kernel: 4, stride: 1, pad: 'valid' },
] as const;

test.each(convolutions)(
  'a convolution of $size by $kernel, stride $stride, pad $pad has the gradients that the cpu backend computes',
  async ({ size: [height, width], kernel, stride, pad }) => {
    const rounding = pad === 1 ? 'floor' : undefined;
    const convolve = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad, 'NHWC', 1, rounding);
    const difference = await differenceFromCpu(() => {
      const x = random([2, height, width, 3], 1);
      const filter = random([kernel, kernel, 3, 5], 2);
      const energy = (x: tf.Tensor, filter: tf.Tensor) => tf.sum(tf.square(convolve(x, filter)));
      const first = tf.grads(energy)([x, filter]);
      const penalty = (filter: tf.Tensor) => tf.sum(tf.square(tf.grad((x) => energy(x, filter))(x)));
      return [...first, tf.grad(penalty)(filter)];
    });
    expect(difference).toBeLessThan(1e-5);
  },
);

test.each([4, 5])('a transposed convolution by %i and its gradients are those of the cpu backend', async (kernel) => {
  const difference = await differenceFromCpu(() => {
    const decode = (x: tf.Tensor, filter: tf.Tensor) =>
      tf.conv2dTranspose(x as tf.Tensor4D, filter as tf.Tensor4D, [2, 8, 8, 3], 2, 'same');
    const x = random([2, 4, 4, 6], 1);
    const filter = random([kernel, kernel, 3, 6], 2);
    return [decode(x, filter), ...tf.grads((x, filter) => tf.sum(tf.square(decode(x, filter))))([x, filter])];
  });
  expect(difference).toBeLessThan(1e-5);
});

test('a small critic has the gradient penalty of the cpu backend, and its gradient', async () => {
  const difference = await differenceFromCpu(() => {
    const face = random([3, 8, 8, 3], 1);
    const parameters = [random([4, 4, 3, 8], 2), random([4, 4, 8, 8], 3), random([32, 4], 4), random([4, 1], 5)];
    const critic = (face: tf.Tensor, [first, second, dense, head]: readonly tf.Tensor[]) => {
      let x = tf.relu(tf.conv2d(face as tf.Tensor4D, first as tf.Tensor4D, 2, 'same'));
      x = tf.relu(tf.conv2d(x, second as tf.Tensor4D, 2, 'same'));
      const hidden = tf.tanh(tf.matMul(tf.reshape(x, [3, -1]), dense as tf.Tensor2D));
      return tf.sum(tf.matMul(hidden, head as tf.Tensor2D));
    };
    const penalty = (...parameters: tf.Tensor[]) => {
      const slope = tf.grad((face) => critic(face, parameters))(face);
      const norm = tf.sqrt(tf.add(tf.sum(tf.square(slope), [1, 2, 3]), 1e-12));
      return tf.mean(tf.square(tf.sub(norm, 1)));
    };
    const { value, grads } = tf.valueAndGrads(penalty)(parameters);
    return [value, ...grads];
  });
  expect(difference).toBeLessThan(1e-5);
});

test.each([
  [true, false, 40, 3],
  [false, true, 40, 3],
  [false, true, 3, 40],
  [true, true, 3, 40],
])('a product with transposed operands (%s, %s) is that of the cpu backend', async (transposeA, transposeB, m, n) => {
  const difference = await differenceFromCpu(() => {
    const a = random(transposeA ? [2, 7, m] : [2, m, 7], 1);
    const b = random(transposeB ? [2, n, 7] : [2, 7, n], 2);
    return [tf.matMul(a, b, transposeA, transposeB)];
  });
  expect(difference).toBeLessThan(1e-6);
});

test('slices, tiles and leaky ReLUs are those of the cpu backend', async () => {
  const difference = await differenceFromCpu(() => {
    const x = random([3, 4, 5, 6], 1);
    return [
      tf.slice(x, [1, 0, 0, 0], [2, 4, 5, 6]),
      tf.slice(x, [0, 1, 2, 3], [3, 2, 3, 1]),
      tf.slice(tf.reshape(x, [-1]), 7, 9),
      tf.tile(tf.reshape(x, [3, 1, 1, 120]), [1, 2, 3, 1]),
      tf.tile(x, [1, 2, 1, 1]),
      tf.leakyRelu(x, 0.25),
    ];
  });
  expect(difference).toBe(0);
});

test('sums are of the right shape, and lose no digits over a batch of pixels', async () => {
  const x = tf.add(random([4, 64, 64, 3], 1), 10) as tf.Tensor4D;
  const values = await x.data();
  const exact = [0, 0, 0];
  values.forEach((value, index) => (exact[index % 3] = (exact[index % 3] as number) + value));
  const sum = tf.sum(x, [0, 1, 2]);
  expect(sum.shape).toEqual([3]);
  [...sum.dataSync()].forEach((value, index) => {
    const right = exact[index] as number;
    expect(Math.abs(value / right - 1)).toBeLessThan(2e-7);
  });
  expect(tf.sum(x, [0, -1], true).shape).toEqual([1, 64, 64, 1]);
  expect(tf.sum(x, [2, 1]).shape).toEqual([4, 3]);
  expect(tf.sum(x).shape).toEqual([]);
});

test('a slice of integers keeps its type, and one that leaves the tensor is refused', () => {
  const integers = tf.tensor2d([1, 2, 3, 4, 5, 6], [2, 3], 'int32');
  const slice = tf.slice(integers, [0, 1], [2, 2]);
  expect(slice.dtype).toBe('int32');
  expect([...slice.dataSync()]).toEqual([2, 3, 5, 6]);
  expect(() => tf.slice(integers, [0, 2], [2, 2])).toThrow(/slice/i);
});

test('the gradients of a convolution leave nothing behind but themselves', () => {
  const x = random([2, 8, 8, 3], 1);
  const filter = random([4, 4, 3, 5], 2);
  const gradients = tf.grads((x: tf.Tensor, filter: tf.Tensor) =>
    tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, 2, 'same'))),
  );
  const before = tf.memory().numTensors;
  const results = gradients([x, filter]);
  expect(tf.memory().numTensors).toBe(before + 2);
  tf.dispose([...results, x, filter]);
});

test('what is closed can be opened again', async () => {
  await (await wasmBackend.open({})).close();
  expect(tf.findBackend('wasm')).toBeNull();
  const { name, description } = await wasmBackend.open({});
  expect(name).toBe('wasm');
  expect(description).toMatch(/^WebAssembly .*4\.22\.0.* 1 thread$/);
  expect(tf.sum(tf.ones([3])).dataSync()[0]).toBe(3);
});

test('options are checked before anything is opened', async () => {
  await expect(wasmBackend.open({ threads: 2 })).rejects.toThrow(/threads/);
});

test('the package is a plugin that provides the backend', () => {
  expect(plugin).toEqual({ spec: 1, name: '@attgan/backend-wasm', provides: [wasmBackend] });
});
