import { lazy } from '@attgan/core';
import { detach } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineGenerator, type Generator } from '../definitions.ts';
import { createStack, type Block, type StackParams, type StackState } from '../stack.ts';
import { advanceDirections, directionsOf, directionWeights, type Directions } from './directions.ts';
import { advanceParts, stackWeights } from './parts-of.ts';
import { halvings, sizedOptions, widened } from './sized-options.ts';

const vaeganOptions = sizedOptions.extend({
  latent: z.int().positive().max(65_536).default(128).describe('length of z'),
});

/**
 * VAE/GAN's encoder, which gives a distribution of z, and decoder (Larsen et al. 2016). It edits by steps in z from the mean of
 * faces without an attribute to the mean of faces with it. A linear classifier predicts labels from z; no gradient flows back
 * through it.
 */
export const vaeganGenerator = defineGenerator({
  name: 'vaegan',
  summary: 'variational encoder and decoder of VAE/GAN; edits by attribute vectors in z',
  options: vaeganOptions,
  create: (options, attributes) => createVaeganGenerator(options, attributes),
  imageSize: ({ size }) => size,
});

type Params = Readonly<Record<'encoder' | 'reader' | 'decoder', StackParams>>;
type State = {
  readonly encoder: StackState;
  readonly decoder: StackState;
  /** Mean z with and without each attribute. */
  readonly directions: Directions;
};

function createVaeganGenerator(
  { size, width, latent }: z.output<typeof vaeganOptions>,
  attributes: number,
): Generator<Params, State> {
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
  const stacks = stackWeights({ encoder, reader, decoder });
  return {
    size,
    attributes,
    latent: [1, 1, latent],
    prior: true,
    takes: 'change',
    features: encoder.features + decoder.features,
    weights: {
      params: stacks.params,
      state: {
        encoder: stacks.state.encoder,
        decoder: stacks.state.decoder,
        directions: directionWeights(attributes, latent),
      },
    },
    encode(params, state, faces, mode) {
      const { output, moments } = encoder.run(params.encoder, state.encoder, faces, mode);
      const [mean, logVariance] = tf.split(output, 2, 3) as [tf.Tensor4D, tf.Tensor4D];
      const read = lazy(() => reader.run(params.reader, [], detach(mean), mode).output);
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
      const steps = tf.matMul(change, directionsOf(state.directions));
      const moved = tf.add<tf.Tensor4D>(features.at(-1) as tf.Tensor4D, tf.reshape(steps, [-1, 1, 1, latent]));
      const { output, moments } = decoder.run(params.decoder, state.decoder, moved, mode);
      return { image: output, moments };
    },
    advance: advanceParts({ encoder, decoder }),
    learnDirections: (state, z, labels) => ({
      ...state,
      directions: tf.tidy(() =>
        advanceDirections(state.directions, tf.reshape(z, [-1, latent]) as tf.Tensor2D, labels),
      ),
    }),
  };
}
