import { definePlugin, UsageError } from '@attgan/core';
import { keyedBy, zeros } from '@attgan/kernels';
import { besideEach, createStack, deconvolve, defineGenerator, edgeAfter } from '@attgan/nets';
import { generatorOptions, generatorSpec, kernelWeight } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/**
 * @typedef {{ kernel: tf.Tensor4D, bias: tf.Tensor1D }} Layer
 * @typedef {{ state: Layer, reset: Layer, update: Layer, info: Layer }} Unit
 */

/** @type {(x: tf.Tensor4D, layer: Layer) => tf.Tensor4D} */
const convolve = (x, { kernel, bias }) => tf.add(tf.conv2d(x, kernel, 1, 'same'), bias);

/**
 * A selective transfer unit (Liu et al., "STGAN", CVPR 2019, equations 3 to 7): a gated recurrent unit that is given an
 * encoder feature, and what the unit below it kept together with the change that is wanted. It decides how much of the
 * feature the decoder is to have.
 * @param {Unit} unit
 * @param {tf.Tensor4D} feature [batch, edge, edge, channels]
 * @param {tf.Tensor4D} below [batch, edge / 2, edge / 2, deeper channels]
 * @param {tf.Tensor2D} change [batch, attributes], wanted code minus own
 */
export function transfer({ state, reset, update, info }, feature, below, change) {
  const hidden = tf.add(deconvolve(besideEach(below, change), state.kernel, 2), state.bias);
  const gate = (layer) => tf.sigmoid(convolve(tf.concat([feature, hidden], 3), layer));
  const kept = tf.mul(gate(reset), hidden);
  const news = tf.tanh(convolve(tf.concat([feature, kept], 3), info));
  const share = gate(update);
  return { output: tf.add(tf.mul(tf.sub(1, share), hidden), tf.mul(share, news)), state: kept };
}

/** STGAN's generator: it takes how labels are to change, not what they are to be, and every skip is a transfer unit. */
export const stganGenerator = defineGenerator({
  name: 'stgan',
  summary: 'STGAN: skips through selective transfer units, and a decoder that is told the change alone',
  options: generatorOptions
    .omit({ skips: true, injects: true, intensities: true, slope: true })
    .extend({ units: z.int().min(1).default(3).describe('skips, each through a selective transfer unit') }),
  imageSize: ({ units: _units, ...options }) => generatorSpec(options).size,
  create({ units, ...options }, attributes) {
    const spec = generatorSpec(options);
    const { encoder: down, decoder: up, size, initializer } = spec;
    if (units >= down.length) throw new UsageError(`generator: units must be below ${down.length}, the layers.`);
    const settings = { epsilon: spec.normEpsilon, momentum: spec.normMomentum, initializer };
    const edges = down.map((_, index) => edgeAfter(size, down.slice(0, index + 1)));
    const encoder = down.map((layer, index) => {
      const [edge, channels] = index === 0 ? [size, 3] : [edges[index - 1], down[index - 1].filters];
      return createStack(
        [{ kind: 'convolution', ...layer, norm: true, activation: 0.2 }],
        [edge, edge, channels],
        settings,
      );
    });
    const bottom = down.at(-1).filters;
    let shape = [edges.at(-1), edges.at(-1), bottom + attributes];
    const decoder = up.map((layer, index) => {
      const last = index === up.length - 1;
      const block = {
        kind: 'transposed',
        ...layer,
        ...(last ? { activation: 'tanh' } : { norm: true, activation: 0 }),
      };
      const stack = createStack([block], shape, settings);
      const [height, width, channels] = stack.output;
      shape = [height, width, channels + (index < units ? down.at(-2 - index).filters : 0)];
      return stack;
    });
    const unitWeights = (index) => {
      const [channels, deeper] = [down.at(-2 - index).filters, down.at(-1 - index).filters];
      const layer = (name, shape, fanIn) => ({
        kernel: kernelWeight(shape, initializer, ['unit', index, name], fanIn),
        bias: zeros([channels]),
      });
      const gate = (name) => layer(name, [3, 3, 2 * channels, channels]);
      const state = layer('state', [4, 4, channels, deeper + attributes], 'last');
      return { state, reset: gate('reset'), update: gate('update'), info: gate('info') };
    };
    const paramsOf = (stacks, name) =>
      stacks.map((stack, index) => keyedBy(name, keyedBy(index, stack.weights.params)));
    const stateOf = (stacks) => stacks.map((stack) => stack.weights.state);
    const advance = (stacks, averages, moments) =>
      stacks.map((stack, index) => stack.advance(averages[index], moments.slice(index, index + 1)));
    return {
      size,
      attributes,
      latent: encoder.at(-1).output,
      takes: 'change',
      weights: {
        params: {
          encoder: paramsOf(encoder, 'encoder'),
          decoder: paramsOf(decoder, 'decoder'),
          units: Array.from({ length: units }, (_, index) => unitWeights(index)),
        },
        state: { encoder: stateOf(encoder), decoder: stateOf(decoder) },
      },
      encode(params, state, faces, mode) {
        const passed = [];
        encoder.reduce((x, stack, index) => {
          passed.push(stack.run(params.encoder[index], state.encoder[index], x, mode));
          return passed.at(-1).output;
        }, faces);
        return { features: passed.map(({ output }) => output), moments: passed.flatMap(({ moments }) => moments) };
      },
      decode(params, state, features, change, mode) {
        const moments = [];
        let kept = features.at(-1);
        let x = besideEach(kept, change);
        decoder.forEach((stack, index) => {
          const passed = stack.run(params.decoder[index], state.decoder[index], x, mode);
          moments.push(...passed.moments);
          x = passed.output;
          if (index >= units) return;
          const moved = transfer(params.units[index], features.at(-2 - index), kept, change);
          kept = moved.state;
          x = tf.concat([x, moved.output], 3);
        });
        return { image: x, moments };
      },
      advance(state, passes) {
        let { encoder: encoding, decoder: decoding } = state;
        for (const { part, moments } of passes) {
          if (moments.length === 0) continue;
          if (part === 'encoder') encoding = advance(encoder, encoding, moments);
          else decoding = advance(decoder, decoding, moments);
        }
        return { encoder: encoding, decoder: decoding };
      },
    };
  },
});

export default definePlugin({ name: 'attgan-net-stgan', provides: [stganGenerator] });
