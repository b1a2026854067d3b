import * as tf from '@tensorflow/tfjs-core';
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { TensorflowKernelBackend } from './load.ts';
import plugin, { tensorflowBackend } from './index.ts';

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: (line) => console.log(line) });
  await tensorflowBackend.open({ threads: 2 });
}, 300_000);

afterEach(async () => {
  await tf.setBackend('tensorflow');
});

function random(shape: number[], seed: number): tf.Tensor {
  return tf.randomNormal(shape, 0, 1, 'float32', seed);
}

async function differenceFromCpu(compute: () => tf.Tensor[]): Promise<number> {
  const run = async (backend: string) => {
    await tf.setBackend(backend);
    return tf.tidy(compute).map((tensor) => {
      const values = [...tensor.dataSync()];
      tensor.dispose();
      return values;
    });
  };
  const expected = (await run('cpu')).flat();
  const actual = (await run('tensorflow')).flat();
  expect(actual.length).toBe(expected.length);
  const largest = Math.max(...expected.map(Math.abs));
  expect(largest).toBeGreaterThan(0);
  return Math.max(...expected.map((value, index) => Math.abs(value - (actual[index] as number)))) / largest;
}

test.each([
  { size: 8, kernel: 4, stride: 2, pad: 'same' },
  { size: 9, kernel: 5, stride: 2, pad: 'same' },
  { size: 7, kernel: 3, stride: 1, pad: 'valid' },
] as const)(
  'a convolution of $size by $kernel, stride $stride, pad $pad has the first and second gradients of the cpu backend',
  async ({ size, kernel, stride, pad }) => {
    const difference = await differenceFromCpu(() => {
      const energy = (x: tf.Tensor, filter: tf.Tensor) =>
        tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, filter as tf.Tensor4D, stride, pad)));
      const x = random([2, size, size, 3], 1);
      const filter = random([kernel, kernel, 3, 5], 2);
      const penalty = (filter: tf.Tensor) => tf.sum(tf.square(tf.grad((x) => energy(x, filter))(x)));
      return [...tf.grads(energy)([x, filter]), tf.grad(penalty)(filter)];
    });
    expect(difference).toBeLessThan(1e-5);
  },
);

/** One step of something like training: convolutions, a dense layer, a gradient penalty and Adam. */
function trainedParameters(steps: number): tf.Tensor[] {
  return tf.tidy(() => {
    const face = random([8, 16, 16, 3], 1);
    let parameters = [random([4, 4, 3, 32], 2), random([4, 4, 32, 64], 3), random([1024, 32], 4), random([32, 1], 5)];
    parameters = parameters.map((parameter) => tf.mul(parameter, 0.05));
    let means = parameters.map((parameter) => tf.zerosLike(parameter));
    let variances = parameters.map((parameter) => tf.zerosLike(parameter));
    const critic = (face: tf.Tensor, [first, second, dense, head]: readonly tf.Tensor[]) => {
      let x = tf.relu(tf.conv2d(face as tf.Tensor4D, first as tf.Tensor4D, 2, 'same'));
      x = tf.relu(tf.conv2d(x, second as tf.Tensor4D, 2, 'same'));
      return tf.mean(tf.matMul(tf.tanh(tf.matMul(tf.reshape(x, [8, -1]), dense as tf.Tensor2D)), head as tf.Tensor2D));
    };
    const penalty = (...parameters: tf.Tensor[]) => {
      const slope = tf.grad((face) => critic(face, parameters))(face);
      return tf.mean(tf.square(tf.sub(tf.sqrt(tf.add(tf.sum(tf.square(slope), [1, 2, 3]), 1e-12)), 1)));
    };
    for (let step = 1; step <= steps; step++) {
      const gradients = tf.grads(penalty)(parameters);
      const updates = parameters.map((parameter, index) =>
        adam({
          parameter,
          gradient: gradients[index] as tf.Tensor,
          m: means[index] as tf.Tensor,
          v: variances[index] as tf.Tensor,
          step,
        }),
      );
      [parameters, means, variances] = [0, 1, 2].map((output) =>
        updates.map((update) => update[output] as tf.Tensor),
      ) as [tf.Tensor[], tf.Tensor[], tf.Tensor[]];
    }
    return parameters;
  });
}

type AdamInputs = { parameter: tf.Tensor; gradient: tf.Tensor; m: tf.Tensor; v: tf.Tensor };

function adam({ step, ...inputs }: AdamInputs & { step: number }): tf.Tensor[] {
  const attributes = { learningRate: 2e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step };
  return tf.engine().runKernel('attgan/Adam', inputs, attributes) as unknown as tf.Tensor[];
}

test('training twice from one seed gives the same parameters to the bit', () => {
  const [first, second] = [trainedParameters(3), trainedParameters(3)].map((parameters) =>
    parameters.map((parameter) => Buffer.from(parameter.dataSync().buffer).toString('base64')),
  );
  expect(first).toEqual(second);
});

test('training keeps no tensors and, once warm, takes no more memory', () => {
  tf.dispose(trainedParameters(100));
  const tensors = tf.memory().numTensors;
  const before = process.memoryUsage().rss;
  for (let round = 0; round < 4; round++) tf.dispose(trainedParameters(50));
  expect(tf.memory().numTensors).toBe(tensors);
  expect((process.memoryUsage().rss - before) / 1e6).toBeLessThan(40);
});

test.each([1, 7, 200_001])('Adam on %i numbers is the published formula', (count) => {
  const scale = (tensor: tf.Tensor, factor: number) => tf.mul(tensor, factor);
  const inputs = {
    parameter: random([count], 1),
    gradient: scale(random([count], 2), 1e-3),
    m: scale(random([count], 3), 1e-3),
    v: scale(tf.square(random([count], 4)), 1e-6),
  };
  const step = 3;
  const outputs = adam({ ...inputs, step }).map((tensor) => tensor.dataSync());
  const values = Object.values(inputs).map((tensor) => tensor.dataSync());
  const worst = [0, 0, 0];
  for (let i = 0; i < count; i++) {
    const [p, g, m, v] = values.map((array) => array[i] as number) as [number, number, number, number];
    const mean = 0.5 * m + 0.5 * g;
    const variance = 0.999 * v + 0.001 * g * g;
    const change = ((2e-3 / (1 - 0.5 ** step)) * mean) / (Math.sqrt(variance) / Math.sqrt(1 - 0.999 ** step) + 1e-8);
    [p - change, mean, variance].forEach((expected, output) => {
      const error = Math.abs((outputs[output]?.[i] as number) - expected);
      worst[output] = Math.max(worst[output] as number, error / (Math.abs(expected) + [1, 1e-3, 1e-6][output]!));
    });
  }
  for (const error of worst) expect(error).toBeLessThan(3e-7);
});

test('Adam leaves its inputs as they were and returns nothing but three tensors', () => {
  const inputs = { parameter: tf.ones([5]), gradient: tf.ones([5]), m: tf.zeros([5]), v: tf.zeros([5]) };
  const before = tf.memory().numTensors;
  const outputs = adam({ ...inputs, step: 1 });
  expect(outputs.length).toBe(3);
  expect(tf.memory().numTensors).toBe(before + 3);
  expect([...inputs.parameter.dataSync(), ...inputs.m.dataSync()]).toEqual([1, 1, 1, 1, 1, 0, 0, 0, 0, 0]);
});

test('Adam refuses a gradient of another size', () => {
  const inputs = { parameter: tf.ones([5]), gradient: tf.ones([4]), m: tf.zeros([5]), v: tf.zeros([5]) };
  expect(() => adam({ ...inputs, step: 1 })).toThrow(/differ in size/);
});

test('any operation of TensorFlow can be executed', () => {
  const backend = tf.backend() as TensorflowKernelBackend;
  const type = { name: 'T', type: backend.binding.TF_ATTR_TYPE, value: 1 };
  expect([...backend.executeSingleOutput('Softsign', [type], [tf.tensor1d([1, -3])]).dataSync()]).toEqual([0.5, -0.75]);
});

test('what is closed can be opened again, with the same threads only', async () => {
  const backend = await tensorflowBackend.open({ threads: 2 });
  expect(backend.description).toBe('TensorFlow 2.21.0 on the CPU, 2 threads');
  await backend.close();
  expect(tf.findBackend('tensorflow')).toBeNull();
  await expect(tensorflowBackend.open({ threads: 1 })).rejects.toThrow(/with 2 threads and cannot change/);
  await tensorflowBackend.open({});
  expect(tf.sum(tf.ones([3])).dataSync()[0]).toBe(3);
});

test('options are checked before anything is opened', async () => {
  await expect(tensorflowBackend.open({ threads: 0 })).rejects.toThrow(/threads/);
  await expect(tensorflowBackend.open({ thread: 2 })).rejects.toThrow(/thread/);
});

test('the package is a plugin that provides the backend', () => {
  expect(plugin).toEqual({ spec: 1, name: '@attgan/backend-tensorflow', provides: [tensorflowBackend] });
});
