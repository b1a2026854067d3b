import * as tf from '@tensorflow/tfjs-core';
import { defineGenerator, type Generator } from '../definitions.ts';
import { createStack, type Block, type StackParams, type StackState } from '../stack.ts';
import { advanceParts, stackWeights } from './parts-of.ts';
import { halvings, sizedOptions, widened } from './sized-options.ts';

/** Published with six layers for 256 pixels; as many halvings as lead to a z of 4×4. */
const FILTERS = [32, 64, 128, 256, 512, 512, 512];

/** Fader Networks' autoencoder (Lample et al. 2017, section 3): every layer of the decoder is given the labels. */
export const faderGenerator = defineGenerator({
  name: 'fader',
  summary: 'autoencoder of Fader Networks: labels enter every layer of the decoder; no skip connections',
  options: sizedOptions,
  create: ({ size, width }, attributes) => createFaderGenerator(size, width, attributes),
  imageSize: ({ size }) => size,
});

type Params = { readonly encoder: StackParams; readonly decoder: StackParams };
type State = { readonly encoder: StackState; readonly decoder: StackState };

function createFaderGenerator(size: number, width: number, attributes: number): Generator<Params, State> {
  const filters = FILTERS.slice(0, halvings(size, 4));
  const convolution = { kernel: 4, stride: 2 } as const;
  const down = filters.map((count, index): Block => ({
    kind: 'convolution',
    filters: count,
    ...convolution,
    norm: index > 0,
    activation: 0.2,
  }));
  const up = [...filters.slice(0, -1).toReversed(), 3].map((count): Block => ({
    kind: 'transposed',
    filters: count,
    ...convolution,
    ...(count === 3 ? { activation: 'tanh' } : { norm: true, activation: 0 }),
  }));
  const options = { epsilon: 1e-5, momentum: 0.1, initializer: 'pytorch' } as const;
  const encoder = createStack(widened(down, width), [size, size, 3], options);
  const decoder = createStack(widened(up, width), encoder.output, options, 2 * attributes);
  return {
    size,
    attributes,
    latent: encoder.output,
    features: encoder.features + decoder.features,
    weights: stackWeights({ encoder, decoder }),
    encode(params, state, faces, mode) {
      const { output, moments } = encoder.run(params.encoder, state.encoder, faces, mode);
      return { features: [output], moments };
    },
    decode(params, state, features, code, mode) {
      const z = features.at(-1) as tf.Tensor4D;
      const { output, moments } = decoder.run(params.decoder, state.decoder, z, mode, pairsOf(code));
      return { image: output, moments };
    },
    advance: advanceParts({ encoder, decoder }),
  };
}

/** A code of ±1 as two values for each attribute, [1, 0] for off and [0, 1] for on; other codes in proportion. */
function pairsOf(code: tf.Tensor2D): tf.Tensor2D {
  const on = tf.mul(tf.add(code, 1), 0.5);
  return tf.concat([tf.sub(1, on), on], 1) as tf.Tensor2D;
}
