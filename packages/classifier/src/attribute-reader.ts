import { AttganError, yieldToEvents } from '@attgan/core';
import { cropForModel, valuesOfPictures, type Picture } from '@attgan/pictures';
import * as tf from '@tensorflow/tfjs-core';
import { classify, type ClassifierLayer, type ClassifierWeights } from './classifier-network.ts';

/** The predictions of a classifier. */
export interface AttributeReader {
  /**
   * That each attribute is there: [pictures, attributes], in [0, 1]. Larger pictures are made smaller first.
   * @throws AttganError for a picture that is smaller than the classifier's, or not square
   */
  probabilities(pictures: readonly Picture[]): Promise<Float32Array>;
  /** [pictures, attributes], 0 or 1: 1 where the probability is above one half. */
  predict(pictures: readonly Picture[]): Promise<Uint8Array>;
}

interface Network {
  readonly attributes: readonly string[];
  /** Height and width of the pictures, pixels. */
  readonly size: number;
  readonly layers: readonly ClassifierLayer[];
  readonly weights: ClassifierWeights;
}

/** Pictures that are read at once. */
export const READ_AT_ONCE = 64;

export function createReader({ attributes, size, layers, weights }: Network): AttributeReader {
  const probabilities = async (pictures: readonly Picture[]): Promise<Float32Array> => {
    const all = new Float32Array(pictures.length * attributes.length);
    for (let start = 0; start < pictures.length; start += READ_AT_ONCE) {
      await yieldToEvents();
      const chunk = pictures.slice(start, start + READ_AT_ONCE);
      const values = valuesOf(await Promise.all(chunk.map((picture) => fitted(picture, size))), size);
      const said = tf.tidy(() =>
        tf.sigmoid(classify(weights, layers, tf.tensor4d(values, [chunk.length, size, size, 3]))),
      );
      all.set(await said.data<'float32'>(), start * attributes.length);
      said.dispose();
    }
    return all;
  };
  return {
    probabilities,
    predict: async (pictures) => Uint8Array.from(await probabilities(pictures), (value) => (value > 0.5 ? 1 : 0)),
  };
}

async function fitted(picture: Picture, size: number): Promise<Picture> {
  const { width, height } = picture;
  return width === height && width > size ? (await cropForModel(picture, size)).picture : picture;
}

/** Pixels as float32 in [−1, 1]. */
function valuesOf(pictures: readonly Picture[], size: number): Float32Array {
  const other = pictures.find(({ width, height }) => width !== size || height !== size);
  if (other !== undefined) {
    throw new AttganError(`The classifier reads pictures of ${size}x${size}, not ${other.width}x${other.height}.`);
  }
  return valuesOfPictures(pictures);
}
