import { checkBackend } from '@attgan/conformance';
import { randomKey, uniform } from '@attgan/core';
import { fresh, normActivation, recorded } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { tensorflowBackend } from '../index.ts';
import type { TensorflowKernelBackend } from '../load.ts';

const options = { threads: 2, compile: 'xla' } as const;
let notices: string[] = [];

async function open(given: object = options): Promise<string> {
  const backend = await tensorflowBackend.open(given);
  notices = [];
  backend.reportTo?.((line) => notices.push(line));
  return backend.description;
}

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: () => undefined });
}, 300_000);
beforeEach(async () => void (await open()));

/** Runs it `times` times with equal inputs. @returns the results, and how many tensors were left */
function repeatedly(compute: (x: tf.Tensor1D) => tf.Tensor, times = 4, size = 1000) {
  const of = {};
  const before = tf.memory().numTensors;
  const results = Array.from({ length: times }, () => {
    const x = tf.tensor1d(uniform(randomKey(1), size));
    const result = recorded({
      of,
      variant: 'a sum',
      inputs: [x],
      sources: [],
      compute: () => tf.tidy(() => compute(x)),
    });
    const values = [...result.dataSync()];
    tf.dispose([x, result]);
    return values;
  });
  return { results, left: tf.memory().numTensors - before };
}

/** What XLA rounds otherwise than single operations do. */
const rounded = (x: tf.Tensor1D): tf.Tensor => tf.erf(tf.tanh(tf.div(tf.exp(x), tf.add(tf.sqrt(x), 0.1))));

test.each(['training', 'opening and closing'])(
  'compiled, it passes the cases of %s',
  async (only) => {
    const { results } = await checkBackend(tensorflowBackend, { options, only });
    expect(results.length).toBeGreaterThan(0);
    expect(results.filter(({ status }) => status === 'failed')).toEqual([]);
  },
  600_000,
);

test('the first run is compiled, too, so that whoever begins later gets the same to the bit', async () => {
  const { results, left } = repeatedly(rounded);
  const [first, ...others] = results;
  for (const other of others) expect(other).toEqual(first);
  delete (tf.backend() as TensorflowKernelBackend).recorder;
  const [single] = repeatedly(rounded, 1).results;
  expect(first).not.toEqual(single);
  const off = first?.map((value, index) => Math.abs(value - (single?.[index] as number))) ?? [];
  expect(Math.max(...off)).toBeLessThan(1e-6);
  expect({ left, notices }).toEqual({ left: 0, notices: [] });
});

test('a batch is normalised exactly, however far its mean is from zero', () => {
  const spread = (x: tf.Tensor1D): tf.Tensor2D => tf.add(tf.reshape(x, [-1, 1]), 30);
  const normalise = (x: tf.Tensor1D): tf.Tensor => {
    const attributes = { kind: 'batch', epsilon: 1e-5, slope: 0.2 } as const;
    return normActivation(spread(x), tf.tensor1d([1]), tf.tensor1d([0]), attributes).output;
  };
  const { results } = repeatedly(normalise, 2);
  const values = [...uniform(randomKey(1), 1000)].map((value) => Math.fround(value + 30));
  const mean = values.reduce((sum, value) => sum + value, 0) / 1000;
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 1000;
  const off = values.map((value, index) => {
    const t = (value - mean) / Math.sqrt(variance + 1e-5);
    return Math.abs((results[0]?.[index] as number) - (t > 0 ? t : 0.2 * t));
  });
  expect(Math.max(...off)).toBeLessThan(1e-4);
});

test('other shapes are compiled again', () => {
  for (const size of [3, 8, 3, 5]) {
    const { results } = repeatedly((x) => tf.sum(tf.ones([x.size])), 3, size);
    expect(results).toEqual([[size], [size], [size]]);
  }
  expect(notices).toEqual([]);
});

test('a computation may dispose its inputs, hand them on, and make tensors anew', () => {
  const of = {};
  for (let run = 0; run < 4; run++) {
    const before = tf.memory().numTensors;
    const [old, same] = [tf.tensor1d([1, 2 + run]), tf.scalar(1)];
    const key = randomKey(run);
    const result = recorded({
      of,
      variant: 'a step',
      inputs: [old, same],
      sources: [key],
      compute() {
        const draws = fresh(key, (by) => tf.tensor1d(uniform(by, 2)));
        const moved = tf.add(old, draws);
        const clone = tf.clone(old);
        tf.dispose([old, draws]);
        return { moved, clone, same };
      },
    });
    if (!old.isDisposed) old.dispose();
    expect(result.same).toBe(same);
    expect([...result.clone.dataSync()]).toEqual([1, 2 + run]);
    const [first, second] = uniform(key, 2) as unknown as [number, number];
    expect([...result.moved.dataSync()]).toEqual([1 + first, 2 + run + second].map(Math.fround));
    tf.dispose(Object.values(result));
    expect(tf.memory().numTensors).toBe(before);
  }
});

test('what XLA has no operation for runs as recorded, and that is said once', () => {
  const crop = (x: tf.Tensor1D): tf.Tensor =>
    tf.image.cropAndResize(
      tf.reshape(x, [1, 10, 10, 10]),
      tf.tensor2d([[0, 0, 1, 1]]),
      tf.tensor1d([0], 'int32'),
      [2, 2],
    );
  const { results, left } = repeatedly(crop);
  expect(results).toEqual(Array.from({ length: 4 }, () => results[0]));
  expect(results[0]).toHaveLength(40);
  expect(left).toBe(0);
  expect(notices).toEqual(['A sum is not compiled: XLA has no CropAndResize.']);
});

test('what cannot be recorded runs as before', () => {
  const { results, left } = repeatedly((x) => tf.mul(x, tf.max(x).dataSync()[0] as number));
  expect(results).toEqual(Array.from({ length: 4 }, () => results[0]));
  expect(left).toBe(0);
  expect(notices).toEqual(['A sum runs operation by operation, which takes longer: it reads a tensor.']);
});

test('its description says so, and what excludes it is an error', async () => {
  expect(await open()).toBe('TensorFlow 2.21.0 on the CPU, 2 threads, compiled by XLA');
  await expect(open({ ...options, graph: 'off' })).rejects.toThrow(
    'compile: xla compiles what is recorded, and graph: off records nothing. Leave one of them out.',
  );
  await expect(open({ threads: 2 })).rejects.toThrow('This process runs TensorFlow with other kernels');
});
