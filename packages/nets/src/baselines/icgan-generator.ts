import { keyedBy } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineGenerator, type Generator } from '../definitions.ts';
import { createStack, type Block, type Passed, type StackParams, type StackState } from '../stack.ts';
import type { PassMoments } from '../definitions.ts';
import { stackWeights } from './parts-of.ts';
import { halvings, sizedOptions, widened } from './sized-options.ts';

const icganOptions = sizedOptions.extend({
  latent: z.int().positive().max(65_536).default(100).describe('length of z'),
});

/**
 * IcGAN's conditional generator, whose z is drawn from N(0, I), and the two encoders that invert it (Perarnau et al.
 * 2016, section 3): one finds z, the other reads the labels.
 */
export const icganGenerator = defineGenerator({
  name: 'icgan',
  summary: 'conditional generator of IcGAN, with encoders for its z and its labels',
  options: icganOptions,
  create: (options, attributes) => createIcganGenerator(options, attributes),
  imageSize: ({ size }) => size,
});

const ENCODERS = ['z', 'labels'] as const;
type EncoderName = (typeof ENCODERS)[number];
type Params = { readonly encoder: Readonly<Record<EncoderName, StackParams>>; readonly decoder: StackParams };
type State = { readonly encoder: Readonly<Record<EncoderName, StackState>>; readonly decoder: StackState };

function createIcganGenerator(
  { size, width, latent }: z.output<typeof icganOptions>,
  attributes: number,
): Generator<Params, State> {
  const times = halvings(size, 4);
  const norm = { norm: true, activation: 0 } as const;
  const up = Array.from({ length: times }, (_, index): Block => {
    const last = index === times - 1;
    const layer = { kind: 'transposed', kernel: 4, stride: 2 } as const;
    return last
      ? { ...layer, filters: 3, activation: 'tanh' }
      : { ...layer, filters: 64 << (times - 2 - index), ...norm };
  });
  const first: Block = { kind: 'transposed', filters: 64 << (times - 1), kernel: 4, stride: 4, ...norm };
  const down = Array.from({ length: times }, (_, index): Block => ({
    kind: 'convolution',
    filters: 32 << index,
    kernel: 5,
    stride: 2,
    ...norm,
  }));
  const dense = (filters: number): Block => ({ kind: 'dense', filters, ...norm });
  const shared = { epsilon: 1e-5, momentum: 0.1 };
  const reading = { ...shared, initializer: 'pytorch' } as const;
  const decoder = createStack(widened([first, ...up], width), [1, 1, latent + attributes], {
    ...shared,
    initializer: 'dcgan',
  });
  const encoders = {
    z: createStack(
      [...widened([...down, dense(4096)], width), { kind: 'dense', filters: latent }],
      [size, size, 3],
      reading,
    ),
    labels: createStack(
      [...widened([...down, dense(512)], width), { kind: 'dense', filters: attributes }],
      [size, size, 3],
      reading,
    ),
  };
  const encoding = stackWeights(encoders);
  return {
    size,
    attributes,
    latent: [1, 1, latent],
    prior: true,
    features: encoders.z.features + encoders.labels.features + decoder.features,
    weights: {
      params: { encoder: encoding.params, decoder: keyedBy('decoder', decoder.weights.params) },
      state: { encoder: encoding.state, decoder: decoder.weights.state },
    },
    // Computed when first read: training one encoder does not run the other.
    encode(params, state, faces, mode) {
      const ran: Partial<Record<EncoderName, Passed>> = {};
      const run = (name: EncoderName): tf.Tensor4D => {
        ran[name] ??= encoders[name].run(params.encoder[name], state.encoder[name], faces, mode);
        return ran[name].output;
      };
      return {
        get features() {
          return [run('z')];
        },
        get labels() {
          return tf.reshape(run('labels'), [-1, attributes]) as tf.Tensor2D;
        },
        get moments() {
          const idle = (name: EncoderName) => Array.from({ length: encoders[name].norms }, () => undefined);
          return ENCODERS.flatMap((name): PassMoments => ran[name]?.moments ?? idle(name));
        },
      };
    },
    decode(params, state, features, code, mode) {
      const z = features.at(-1) as tf.Tensor4D;
      const input = tf.concat([z, tf.reshape(code, [-1, 1, 1, attributes]) as tf.Tensor4D], 3);
      const { output, moments } = decoder.run(params.decoder, state.decoder, input, mode);
      return { image: output, moments };
    },
    advance(state, passes) {
      let { encoder: averages, decoder: decoding } = state;
      for (const { part: name, moments } of passes) {
        if (moments.length === 0) continue;
        if (name === 'decoder') decoding = decoder.advance(decoding, moments);
        else {
          const { z: own, labels } = encoders;
          averages = {
            z: own.advance(averages.z, moments.slice(0, own.norms)),
            labels: labels.advance(averages.labels, moments.slice(own.norms)),
          };
        }
      }
      return { encoder: averages, decoder: decoding };
    },
  };
}
