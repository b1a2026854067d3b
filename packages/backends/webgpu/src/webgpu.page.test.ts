import { convolveTransposed, transposedFilters } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { webgpuBackend } from './index.ts';

const inPage = 'document' in globalThis;
if (!inPage) {
  test('in a page', ({ skip }) =>
    skip('there is no Chromium here: install one (Debian: chromium), or name it by CHROMIUM'));
}

describe.runIf(inPage)('in a page', () => {
  let description = '';
  let close = async (): Promise<void> => undefined;
  beforeAll(async () => {
    expect(await webgpuBackend.whyUnavailable()).toBeUndefined();
    ({ description, close } = await webgpuBackend.open(webgpuBackend.options.parse({})));
  });
  afterAll(() => close());

  test('the same definition opens the GPU of the browser and names it', () => {
    expect(tf.getBackend()).toBe('webgpu');
    expect(description).toMatch(/^WebGPU \(tfjs 4\.22\.0\) on .+/);
  });

  test('a product is right to the last digit', async () => {
    const product = tf.matMul(tf.tensor2d([1, 2, 3, 4], [2, 2]), tf.tensor2d([5, 6, 7, 8], [2, 2]));
    expect([...(await product.data())]).toEqual([19, 22, 43, 50]);
  });

  test('the gradients of a strided convolution are those worked out by hand', async () => {
    // y = Σ x·k over a 2×2 image under a 2×2 kernel, so ∂(y²)/∂x = 2y·k and ∂(y²)/∂k = 2y·x.
    const x = tf.tensor4d([1, 2, 3, 4], [1, 2, 2, 1]);
    const kernel = tf.tensor4d([0.5, -1, 0.25, 2], [2, 2, 1, 1]);
    const [forX, forKernel] = tf.grads((x, kernel) =>
      tf.sum(tf.square(tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, 2, 'same'))),
    )([x, kernel]) as [tf.Tensor, tf.Tensor];
    expect([...(await forX.data())]).toEqual([7.25, -14.5, 3.625, 29]);
    expect([...(await forKernel.data())]).toEqual([14.5, 29, 43.5, 58]);
  });

  test('the gradient of a gradient penalty is the one worked out by hand', async () => {
    // Of the critic w·x², whose slope is 2wx: ∂/∂w (|2wx| − 1)² = 2(2wx − 1)·2x.
    const x = tf.tensor1d([0.5, 2]);
    const penalty = (w: tf.Tensor): tf.Tensor => {
      const slope = tf.grad((input: tf.Tensor) => tf.sum(tf.mul(w, tf.square(input))))(x);
      return tf.sum(tf.square(tf.sub(tf.abs(slope), 1)));
    };
    const { value, grad } = tf.valueAndGrad(penalty)(tf.tensor1d([3, 0.5]));
    expect([...(await value.data())]).toEqual([5]);
    expect([...(await grad.data())]).toEqual([4, 8]);
  });

  test('what is closed can be opened again', async () => {
    await close();
    expect(tf.findBackend('webgpu')).toBeNull();
    ({ close } = await webgpuBackend.open({}));
    expect([...(await tf.sum(tf.ones([3])).data())]).toEqual([3]);
  });

  test('a decoder’s layer in half precision is that of float32 but for the rounding of weights', async () => {
    await close();
    ({ close, description } = await webgpuBackend.open({ editing: 'half' }));
    expect(description).toContain('half precision');
    const x = tf.ones<tf.Rank.R4>([1, 2, 2, 4]);
    const code = tf.tensor2d([[0.5, -0.25]]);
    const kernel = tf.fill<tf.Rank.R4>([4, 4, 3, 6], 0.3);
    const layer = { kernel: 4, stride: 2, height: 2, width: 2, activation: 'tanh' } as const;
    const values = await convolveTransposed({ x, code }, transposedFilters(kernel, 2), layer).data();
    // Corners are reached by one pixel, edges by two, the middle by four, each with 4.25 · 0.3.
    const [corner, edge, middle] = [1, 2, 4].map((pixels) => Math.tanh(pixels * 4.25 * 0.3));
    const found = [0, 3, 15].map((at) => values[at] as number);
    [corner, edge, middle].forEach((expected, index) => {
      expect(Math.abs((found[index] as number) - (expected as number))).toBeLessThan(1e-3);
    });
  });
});
