import { initWeights, type NetworkTensors } from '@attgan/kernels';
import type { Decoded, Encoded, Generator, Mode } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import { drawnFaces, keyOf } from './probes.ts';

/** What one pass through a generator gives. */
export interface Passed {
  readonly encoded: Encoded;
  readonly decoded: Decoded;
}

/** First values, drawn by one key. */
export function tensorsOf({ weights }: Generator): NetworkTensors {
  return initWeights(weights, keyOf('generator'));
}

/** Faces through encoder and decoder, towards the code `value` for every attribute. */
export function passThrough(
  generator: Generator,
  { params, state }: NetworkTensors,
  faces: tf.Tensor4D,
  mode: Mode,
  value = 0.5,
): Passed {
  const encoded = generator.encode(params, state, faces, mode);
  const code = tf.fill<tf.Rank.R2>([faces.shape[0], generator.attributes], value);
  return { encoded, decoded: generator.decode(params, state, encoded.features, code, mode) };
}

/** All that a pass says of the faces. */
export function outputsOf({ encoded, decoded }: Passed): Readonly<Record<string, tf.Tensor>> {
  const { intensities, logVariance, labels } = encoded;
  return {
    image: decoded.image,
    z: encoded.features.at(-1) as tf.Tensor,
    ...(intensities !== undefined && { intensities }),
    ...(logVariance !== undefined && { logVariance }),
    ...(labels !== undefined && { labels }),
  };
}

export const facesFor = ({ size }: Generator, count: number): tf.Tensor4D => drawnFaces('faces', count, size);
