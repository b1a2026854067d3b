import { AttganError, lazy } from '@attgan/core';
import { decoderInput, encodeFaces, readFaces, type FaceDecoder } from '@attgan/nets';
import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import type { Networks } from './networks.ts';
import { toFaces, toPictures } from './picture-tensors.ts';
import { openRuntimeBatch } from './runtime-batch.ts';

/** Some pictures on the device: uploaded once, and encoded once, when that is first needed. */
export interface FaceBatch {
  readonly count: number;
  /** Attribute logits by the model's critic or encoder, in rows: [count, attributes]. */
  logits(): Promise<Float32Array>;
  /**
   * How strongly each face shows each attribute, in rows of numbers in [0, 1]; undefined if the encoder does not predict them.
   */
  intensities(): Promise<number[][] | undefined>;
  /**
   * Every face decoded with its code.
   * @param codes [count][attributes]
   * @param own the faces' own codes, for decoders that take changes
   */
  decode(codes: readonly number[][], own: readonly number[][]): Promise<Picture[]>;
  dispose(): void;
}

/** @param pictures of `size` pixels on both sides */
export function openBatch(pictures: readonly Picture[], size: number, { generator, run, critic }: Networks): FaceBatch {
  if ('runtime' in run) return openRuntimeBatch(pictures, size, run.runtime, critic);
  const { weights, decoder } = run;
  const faces = toFaces(pictures, size);
  const kept: tf.Tensor[] = [faces];
  const encoded = lazy(() => {
    const { features, intensities } = encodeFaces(generator, weights, faces);
    kept.push(...features, ...(intensities === undefined ? [] : [intensities]));
    return { features, intensities };
  });
  let faceDecoder: FaceDecoder | undefined;
  const told = lazy(async () => encoded().intensities?.array());

  function readLabels(): tf.Tensor2D {
    if (critic !== undefined) return readFaces(critic.critic, critic.params, faces);
    // Another pass of the encoder, since reading labels may take a network of its own, which an edit need not run.
    const { labels } = generator.encode(weights.params, weights.state, faces, 'inference');
    if (labels === undefined) throw new AttganError('This model has no classifier to predict labels. Pass the labels.');
    return labels;
  }

  return {
    count: pictures.length,
    async logits() {
      const computed = tf.tidy(readLabels);
      return computed.data<'float32'>().finally(() => computed.dispose());
    },
    intensities: told,
    async decode(codes, own) {
      const { features } = encoded();
      const { decode } = (faceDecoder ??= decoder.begin(features));
      const image = tf.tidy(() =>
        decode(decoderInput(generator, tf.tensor2d([...codes]), () => tf.tensor2d([...own]))),
      );
      return toPictures(image).finally(() => image.dispose());
    },
    dispose() {
      faceDecoder?.dispose();
      faceDecoder = undefined;
      for (const tensor of kept.splice(0)) tensor.dispose();
    },
  };
}
