import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import plugin, { webgpuBackend } from './index.ts';

// What opens the GPU again is in processes.test.ts, each in a process of its own.
const problem = await webgpuBackend.whyUnavailable();

test('the package is a plugin that provides the backend', () => {
  expect(plugin).toEqual({ spec: 1, name: '@attgan/backend-webgpu', provides: [webgpuBackend] });
});

test('options are checked before anything is opened', async () => {
  await expect(webgpuBackend.open({ threads: 2 })).rejects.toThrow(/threads/);
  await expect(webgpuBackend.open({ powerPreference: 'low' })).rejects.toThrow(/powerPreference/);
  await expect(webgpuBackend.open({ editing: 'quarter' })).rejects.toThrow(/editing/);
});

describe.skipIf(problem !== undefined)(
  `on a GPU or its imitation${problem === undefined ? '' : ` (${problem})`}`,
  () => {
    let description = '';
    let close = async (): Promise<void> => undefined;
    let software = false;
    beforeAll(async () => {
      software = (await webgpuBackend.slowerHere?.()) !== undefined;
      ({ description, close } = await webgpuBackend.open({}));
    });
    afterAll(() => close());

    test('the description names the adapter and tells software from hardware', () => {
      expect(tf.getBackend()).toBe('webgpu');
      expect(description).toMatch(/^WebGPU \(tfjs 4\.22\.0\) on .+/);
      expect(description.endsWith(', in software')).toBe(software);
    });

    test('an adapter in software ranks below wasm for auto, and the reason names it', async ({ skip }) => {
      const slower = await webgpuBackend.slowerHere?.();
      if (slower === undefined) skip('this machine has a GPU');
      expect(slower?.speed).toBeLessThan(100);
      expect(slower?.why).toMatch(/^only .+ here, which is software$/);
    });

    test('asked for again with the same options it stays as it is; with others it refuses until it is closed', async () => {
      const before = tf.backend();
      await webgpuBackend.open({});
      expect(tf.backend()).toBe(before);
      await expect(webgpuBackend.open({ powerPreference: 'low-power' })).rejects.toThrow(
        'The webgpu backend is open with other options. Close it first.',
      );
    });

    test('long sums into small results are never split between threads that finish in any order', async () => {
      const { pipelineCache } = tf.backend() as unknown as { pipelineCache: object };
      const results = [
        tf.matMul(tf.ones([16, 2048]), tf.ones([2048, 32])),
        tf.matMul(tf.ones([2048, 16]), tf.ones([32, 2048]), true, true),
        tf.conv2d(tf.ones<tf.Rank.R4>([1, 4, 4, 512]), tf.ones([2, 2, 512, 64]), 2, 'same'),
      ];
      const sums = await Promise.all(results.map((result) => result.data()));
      expect(sums.map((values) => [Math.min(...values), Math.max(...values)])).toEqual(results.map(() => [2048, 2048]));
      expect(Object.keys(pipelineCache).filter((key) => /splitk/i.test(key))).toEqual([]);
    });

    test('a transposed convolution of stride 2 has every tap where it belongs, by a kernel that skips the zeros between', async () => {
      // One pixel in the middle: what comes out is the filter around it, with SAME padding from row and column 1 on.
      const kernel = tf.tensor4d(
        Float32Array.from({ length: 64 }, (_, index) => index + 1),
        [4, 4, 2, 2],
      );
      const x = tf.tensor4d([0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0], [1, 3, 3, 2]);
      const y = tf.conv2dTranspose(x, kernel, [1, 6, 6, 2], 2, 'same');
      const around = tf.reshape(tf.slice(kernel, [0, 0, 0, 0], [4, 4, 2, 1]), [1, 4, 4, 2]);
      const expected = tf.pad(around, [
        [0, 0],
        [1, 1],
        [1, 1],
        [0, 0],
      ]);
      expect([...(await y.data())]).toEqual([...(await expected.data())]);
      const { pipelineCache } = tf.backend() as unknown as { pipelineCache: object };
      const used = Object.keys(pipelineCache).filter((key) => /transposed|DerInput/.test(key));
      expect(used.map((key) => key.replace(/ 2,0.*/, ''))).toEqual(['attgan transposed']);
    });

    test('a tensor cannot be read without waiting, and the error says how to', async () => {
      const sum = tf.sum(tf.ones([20, 100]));
      expect(() => sum.dataSync()).toThrow(/await tensor\.data\(\)/);
      expect([...(await sum.data())]).toEqual([2000]);
    });
  },
);
