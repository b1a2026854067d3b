import { convolveTransposed, transposedFilters } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { CheckedBackend } from './checked-backend.ts';
import { webgpuBackend } from './index.ts';

const problem = await webgpuBackend.whyUnavailable();
const layer = { kernel: 4, stride: 2, height: 4, width: 4, activation: 'linear' } as const;

describe.skipIf(problem !== undefined)(
  `editing in half precision${problem === undefined ? '' : ` (${problem})`}`,
  () => {
    let description = '';
    let close = async (): Promise<void> => undefined;
    beforeAll(async () => {
      ({ description, close } = await webgpuBackend.open({ editing: 'half' }));
    });
    afterAll(() => close());

    /** A layer by filters prepared from these numbers, and what the same layer is unprepared. */
    async function bothWays(values: Float32Array): Promise<readonly [Float32Array, Float32Array]> {
      const tensors = tf.tidy(() => {
        const kernel = tf.tensor4d(values, [4, 4, 6, 8]);
        const x = tf.randomUniform<tf.Rank.R4>([1, 4, 4, 8], -1, 1, 'float32', 1);
        return [
          convolveTransposed({ x }, transposedFilters(kernel, 2), layer),
          tf.conv2dTranspose(x, kernel, [1, 8, 8, 6], 2, 'same'),
        ];
      }) as [tf.Tensor, tf.Tensor];
      const [prepared, plain] = await Promise.all(tensors.map((tensor) => tensor.data<'float32'>()));
      tf.dispose(tensors);
      return [prepared as Float32Array, plain as Float32Array];
    }

    const apart = ([a, b]: readonly [Float32Array, Float32Array]): number =>
      a.reduce((most, value, index) => Math.max(most, Math.abs(value - (b[index] as number))), 0);

    test('the description says so', () => {
      expect((tf.backend() as CheckedBackend).editing).toBe('half');
      expect(description).toContain(', edits with weights in half precision');
    });

    test('filters take half of the memory', () => {
      const before = tf.memory().numBytes;
      const filters = transposedFilters(tf.ones([4, 4, 16, 8]), 2);
      // The ones themselves are still there.
      expect(tf.memory().numBytes - before).toBe(4 * 4 * 16 * 8 * (4 + 2));
      tf.dispose([...filters]);
    });

    test('weights that a file keeps in half precision lose nothing, however they are scaled', async () => {
      // Eleven bits are all that half precision has.
      const exact = Float32Array.from(
        { length: 4 * 4 * 6 * 8 },
        (_, index) => ((index * 997) % 2048) / 2 ** 13 - 0.125,
      );
      const both = await bothWays(exact);
      expect(apart(both)).toBeLessThan(1e-6);
      expect(Math.max(...both[0])).toBeGreaterThan(0.1);
    });

    test('other weights are rounded by at most a two-thousandth of themselves, and sums are not rounded', async () => {
      const kernel = Float32Array.from({ length: 4 * 4 * 6 * 8 }, (_, index) => Math.sin(index * index));
      const [prepared, plain] = await bothWays(kernel);
      const most = apart([prepared, plain]);
      // 32 products of numbers up to 1, each off by 2⁻¹² at most.
      expect(most).toBeLessThan(32 / 4096);
      expect(most).toBeGreaterThan(1e-5);
    });

    test('weights beyond the range of half precision are cut to it, not infinite', async () => {
      const [prepared] = await bothWays(new Float32Array(4 * 4 * 6 * 8).fill(1e6));
      expect(prepared.every(Number.isFinite)).toBe(true);
    });

    test('training is in float32', async () => {
      const kernel = tf.fill<tf.Rank.R4>([4, 4, 4, 4], 1 + 2 ** -20);
      const x = tf.ones<tf.Rank.R4>([1, 1, 1, 4]);
      const [value] = await tf.conv2dTranspose(x, kernel, [1, 2, 2, 4], 2, 'same').data();
      expect(value).toBe(4 + 2 ** -18);
    });
  },
);
