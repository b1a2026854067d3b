import { definePlugin } from '@attgan/core';
import { leakyRelu, zeros } from '@attgan/kernels';
import { createAttganGenerator, defineGenerator, generatorOptions, generatorSpec, kernelWeight } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/**
 * @typedef {{ kernel: tf.Tensor4D, bias: tf.Tensor1D }} Convolution
 * @typedef {{ first: Convolution, second: Convolution }} Block
 */

/**
 * x + share · conv(relu(conv(x))), without normalisation: Lim et al., "Enhanced deep residual networks for single image
 * super-resolution", 2017, section 3.1. A small share keeps many blocks stable.
 * @param {Block} block
 * @param {tf.Tensor4D} x
 * @param {number} share
 * @returns {tf.Tensor4D}
 */
export function residualBlock({ first, second }, x, share) {
  const convolve = (image, { kernel, bias }) => tf.add(tf.conv2d(image, kernel, 1, 'same'), bias);
  return tf.tidy(() => tf.add(x, tf.mul(convolve(leakyRelu(convolve(x, first), 0), second), share)));
}

/**
 * @param {number} channels
 * @param {readonly (string | number)[]} path
 * @returns {import('@attgan/kernels').WeightsOf<Convolution>}
 */
function convolutionWeights(channels, path) {
  return { kernel: kernelWeight([3, 3, channels, channels], 'xavier', path), bias: zeros([channels]) };
}

/** AttGAN's own generator with residual blocks between encoder and decoder: wrapped, not changed. */
export const residualGenerator = defineGenerator({
  name: 'residual',
  summary: 'AttGAN’s generator with residual blocks where the image is smallest',
  options: generatorOptions.extend({
    blocks: z.int().min(1).max(32).default(4).describe('residual blocks'),
    share: z.number().positive().max(1).default(0.1).describe('how much of each block is added'),
  }),
  imageSize: ({ blocks: _blocks, share: _share, ...options }) => generatorSpec(options).size,
  create({ blocks, share, ...options }, attributes) {
    const spec = generatorSpec(options);
    const base = createAttganGenerator(spec, attributes);
    const [, , channels] = base.latent;
    const residual = Array.from({ length: blocks }, (_, index) => ({
      first: convolutionWeights(channels, ['residual', index, 0]),
      second: convolutionWeights(channels, ['residual', index, 1]),
    }));
    return {
      ...base,
      weights: { params: { base: base.weights.params, residual }, state: base.weights.state },
      encode(params, state, faces, mode) {
        const encoded = base.encode(params.base, state, faces, mode);
        const z = params.residual.reduce((x, block) => residualBlock(block, x, share), encoded.features.at(-1));
        return { ...encoded, features: [...encoded.features.slice(0, -1), z] };
      },
      decode: (params, state, features, code, mode) => base.decode(params.base, state, features, code, mode),
    };
  },
});

export default definePlugin({ name: 'attgan-net-residual', provides: [residualGenerator] });
