import { yieldToEvents } from '@attgan/core';
import { disposeTree } from '@attgan/kernels';
import type { Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import { faceChips, FACE_REGION, type FaceRegion } from './face-chips.ts';
import { CHIP_EDGE, createRecogniser, embedChips, EMBEDDING_WIDTH } from './recogniser-network.ts';
import { readRecogniserWeights } from './recogniser-weights.ts';

/** Tells people apart. Trained elsewhere, on other faces than CelebA's. */
export interface FaceRecogniser {
  /**
   * Embeddings, [pictures, 128]: dlib considers two photos the same person if their distance is below 0.6.
   * @param pictures square, of any size
   * @param region where the face lies in them; `FACE_REGION` when absent
   */
  embed(pictures: readonly Picture[], region?: FaceRegion): Promise<Float32Array>;
  dispose(): void;
}

/** Pictures that go through the network together. */
const EMBEDDED_AT_ONCE = 32;

/**
 * Opens dlib's face recognition network on the current backend of TensorFlow.js.
 * @param folder holds the weights; that of the installed package `@vladmandic/face-api` when absent
 * @throws AttganError when the weights are missing or damaged
 */
export async function openRecogniser(folder?: string): Promise<FaceRecogniser> {
  const network = createRecogniser(await readRecogniserWeights(folder));
  return {
    async embed(pictures, region = FACE_REGION) {
      const embeddings = new Float32Array(pictures.length * EMBEDDING_WIDTH);
      for (let start = 0; start < pictures.length; start += EMBEDDED_AT_ONCE) {
        await yieldToEvents();
        const chunk = pictures.slice(start, start + EMBEDDED_AT_ONCE);
        const found = tf.tidy(() =>
          embedChips(network, tf.tensor4d(faceChips(chunk, region), [chunk.length, CHIP_EDGE, CHIP_EDGE, 3])),
        );
        embeddings.set((await found.data()) as Float32Array, start * EMBEDDING_WIDTH);
        found.dispose();
      }
      return embeddings;
    },
    dispose: () => disposeTree(network),
  };
}
