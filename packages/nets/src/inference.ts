import { gainsFromPrepared, leaves, recorded, type NetworkTensors, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Critic, Encoded, FaceDecoder, Generator, PreparedDecoder } from './definitions.ts';

// How a trained network is used: with moving averages, and as a computation that the backend may record.

/** Encodes faces, [batch, size, size, 3] in [−1, 1]. */
export function encodeFaces(
  generator: Generator,
  { params, state }: NetworkTensors,
  faces: tf.Tensor4D,
): Pick<Encoded, 'features' | 'intensities'> {
  return recorded({
    of: generator,
    variant: 'encoding',
    inputs: [faces, ...leaves<tf.Tensor>([params, state])],
    sources: [],
    compute: () =>
      tidied(() => {
        const { features, intensities } = generator.encode(params, state, faces, 'inference');
        return { features: [...features], ...(intensities && { intensities }) };
      }),
  });
}

/**
 * Decodes with a code, [batch, attributes], as the generator takes it.
 * @returns [batch, size, size, 3] in (−1, 1)
 */
export function decodeFaces(
  generator: Generator,
  { params, state }: NetworkTensors,
  features: readonly tf.Tensor4D[],
  code: tf.Tensor2D,
): tf.Tensor4D {
  return recorded({
    of: generator,
    variant: 'decoding',
    inputs: [...features, code, ...leaves<tf.Tensor>([params, state])],
    sources: [],
    compute: () => tf.tidy(() => generator.decode(params, state, features, code, 'inference').image),
  });
}

/**
 * A decoder for one code after the other: prepared where the generator can be and the backend gains from it, otherwise `decodeFaces`.
 * What is prepared is prepared when it is first needed.
 * @param weights which outlive it
 */
export function openDecoder(generator: Generator, weights: NetworkTensors): PreparedDecoder {
  const { preparation } = generator;
  if (preparation?.of !== generator.decode || !gainsFromPrepared()) {
    const decoder = (features: readonly tf.Tensor4D[]): FaceDecoder => ({
      decode: (code) => decodeFaces(generator, weights, features, code),
      dispose: () => undefined,
    });
    return { begin: decoder, dispose: () => undefined };
  }
  let prepared: PreparedDecoder | undefined;
  return {
    begin: (features) => (prepared ??= preparation.prepare(weights.params, weights.state)).begin(features),
    dispose: () => prepared?.dispose(),
  };
}

/** A critic's attribute logits of faces, [batch, attributes]. */
export function readFaces(critic: Critic, params: TensorTree, faces: tf.Tensor4D): tf.Tensor2D {
  return recorded({
    of: critic,
    variant: 'reading labels',
    inputs: [faces, ...leaves<tf.Tensor>(params)],
    sources: [],
    compute: () => tf.tidy(() => critic.apply(params, faces).attributes),
  });
}

/** tf.tidy for trees that it does not know to be containers of tensors. */
function tidied<T extends object>(compute: () => T): T {
  return tf.tidy(() => compute() as T & tf.TensorContainer);
}
