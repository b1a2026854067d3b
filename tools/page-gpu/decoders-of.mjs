// @ts-check
import { normInferenceKernel, pixelsKernel } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { encodeFaces, decodeFaces, openDecoder } from '@attgan/nets';

/**
 * Decoders of one face, without what this project adds to TensorFlow.js and with more and more of it. `enter` comes before `decode`.
 * @param {import('@attgan/nets').Generator} generator
 * @param {import('@attgan/kernels').NetworkTensors} weights
 * @param {tf.KernelConfig} theirs TensorFlow.js's transposed convolution
 */
export async function decodersOf(generator, weights, theirs) {
  const names = [theirs.kernelName, normInferenceKernel.name, pixelsKernel.name];
  const ours = names.map((name) => tf.getKernel(name, 'webgpu'));
  const { size } = generator;
  const face = tf.tidy(() => tf.sin(tf.reshape(tf.range(0, size * size * 3), [1, size, size, 3])));
  const { features } = encodeFaces(generator, weights, /** @type {tf.Tensor4D} */ (face));
  // Our own blocks without a kernel are composed of TensorFlow.js's operations.
  const use = (/** @type {tf.KernelConfig[]} */ kernels) => {
    for (const name of names) if (tf.getKernel(name, 'webgpu') != null) tf.unregisterKernel(name, 'webgpu');
    kernels.forEach(tf.registerKernel);
  };
  const plain = (/** @type {tf.Tensor2D} */ code) => decodeFaces(generator, weights, features, code);
  const nothing = () => undefined;
  const prepared = (/** @type {'float32' | 'half'} */ editing) => {
    // The backend reads it when filters are prepared.
    Object.assign(tf.backend(), { editing });
    const decoder = openDecoder(generator, weights);
    const { decode, dispose } = decoder.begin(features);
    Object.assign(tf.backend(), { editing: 'float32' });
    return {
      features,
      enter: () => use(ours),
      decode,
      dispose: () => {
        dispose();
        decoder.dispose();
      },
    };
  };
  return [
    { name: "TensorFlow.js's kernels", features, enter: () => use([theirs]), decode: plain, dispose: nothing },
    { name: 'with our kernels', features, enter: () => use(ours), decode: plain, dispose: nothing },
    { name: 'prepared, float32', ...prepared('float32') },
    { name: 'prepared, half precision', ...prepared('half') },
  ];
}
