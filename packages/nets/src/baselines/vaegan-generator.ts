import { fold, lazy } from '@attgan/core';
import { detach } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineGenerator, type Generator } from '../definitions.ts';
import { createStack, type Block } from '../stack.ts';
import { advanceDirections, directionsOf, initDirections } from './directions.ts';
import { advanceParts, part, partsOf } from './parts-of.ts';
import { halvings, sizedOptions, widened } from './sized-options.ts';

const vaeganOptions = sizedOptions.extend({
  latent: z.int().positive().default(128).describe('length of z'),
});

/**
 * VAE/GAN's encoder, which gives a distribution of z, and decoder (Larsen et al. 2016). It edits by steps in z from the
 * mean of faces without an attribute to the mean of faces with it. A line of logits reads labels from z on the side;
 * no gradient flows back through it.
 */
export const vaeganGenerator = defineGenerator({
  name: 'vaegan',
  summary: 'variational encoder and decoder of VAE/GAN; edits by attribute vectors in z',
  options: vaeganOptions,
  create: (options, attributes) => createVaeganGenerator(options, attributes),
});

function createVaeganGenerator({ size, width, latent }: z.output<typeof vaeganOptions>, attributes: number): Generator {
  halvings(size, 8);
  const edge = size / 8;
  const layer = { kernel: 5, stride: 2, norm: true, activation: 0 } as const;
  const down: readonly Block[] = [
    ...[64, 128, 256].map((filters): Block => ({ kind: 'convolution', filters, ...layer })),
    { kind: 'dense', filters: 1024, norm: true, activation: 0 },
  ];
  const up = widened(
    [256, 128, 32].map((filters): Block => ({ kind: 'transposed', filters, ...layer })),
    width,
  );
  const channels = (up[0] as Block).filters;
  const first: Block = {
    kind: 'dense',
    filters: channels * edge ** 2,
    norm: true,
    activation: 0,
    arrange: [edge, edge, channels],
  };
  const image: Block = { kind: 'convolution', filters: 3, kernel: 5, activation: 'tanh' };
  const options = { epsilon: 1e-6, momentum: 0.1, initializer: 'vaegan' } as const;
  const encoder = createStack(
    [...widened(down, width), { kind: 'dense', filters: 2 * latent }],
    [size, size, 3],
    options,
  );
  const reader = createStack([{ kind: 'dense', filters: attributes }], [1, 1, latent], options);
  const decoder = createStack([first, ...up, image], [1, 1, latent], options);
  const advance = advanceParts({ encoder, decoder });
  return {
    size,
    attributes,
    latent: [1, 1, latent],
    prior: true,
    takes: 'change',
    init(key) {
      const { params, state } = partsOf({
        encoder: encoder.init(fold(key, 'encoder')),
        reader: reader.init(fold(key, 'reader')),
        decoder: decoder.init(fold(key, 'decoder')),
      });
      return {
        params,
        state: {
          encoder: part(state, 'encoder'),
          decoder: part(state, 'decoder'),
          directions: initDirections(attributes, latent),
        },
      };
    },
    encode(params, state, faces, mode) {
      const { output, moments } = encoder.run(part(params, 'encoder'), part(state, 'encoder'), faces, mode);
      const [mean, logVariance] = tf.split(output, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
      const read = lazy(() => reader.run(part(params, 'reader'), [], detach(mean), mode).output);
      return {
        features: [mean],
        logVariance,
        moments,
        get labels() {
          return tf.reshape(read(), [-1, attributes]) as tf.Tensor2D;
        },
      };
    },
    decode(params, state, features, change, mode) {
      const steps = tf.matMul(change, directionsOf(part(state, 'directions')));
      const moved = tf.add<tf.Tensor4D>(features.at(-1) as tf.Tensor4D, tf.reshape(steps, [-1, 1, 1, latent]));
      const { output, moments } = decoder.run(part(params, 'decoder'), part(state, 'decoder'), moved, mode);
      return { image: output, moments };
    },
    advance,
    learnDirections: (state, z, labels) => {
      const directions = tf.tidy(
        () => advanceDirections(part(state, 'directions'), tf.reshape(z, [-1, latent]) as tf.Tensor2D, labels) as never,
      );
      return { encoder: part(state, 'encoder'), decoder: part(state, 'decoder'), directions };
    },
  };
}
