import { AttganError, lazy, type GeneratorRuntime } from '@attgan/core';
import { picturesOf, valuesOfPictures, type Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import type { FaceBatch } from './face-batch.ts';
import type { Networks } from './networks.ts';
import { toFaces } from './picture-tensors.ts';

/** The same of a generator that runs outside of TensorFlow.js: on TensorFlow.js labels are read, and nothing else. */
export function openRuntimeBatch(
  pictures: readonly Picture[],
  size: number,
  runtime: GeneratorRuntime,
  critic: Networks['critic'],
): FaceBatch {
  const encoded = lazy(() => runtime.encode(valuesOfPictures(pictures), pictures.length));
  return {
    count: pictures.length,
    async logits() {
      if (critic === undefined) throw new AttganError('This model carries no classifier. Give the labels yourself.');
      const computed = tf.tidy(() => critic.critic.apply(critic.params, toFaces(pictures, size)).attributes);
      return computed.data<'float32'>().finally(() => computed.dispose());
    },
    intensities: async () => undefined,
    async decode(codes) {
      const images = await (await encoded()).decode(Float32Array.from(codes.flat()));
      return picturesOf(images, pictures.length, size, size);
    },
    dispose() {},
  };
}
