import type { TfjsWeight } from '@attgan/formats';
import * as tf from '@tensorflow/tfjs-core';

/** Gives a tensor of a network by its name in the file. @throws AttganError for one that is missing or of another shape */
export type TakeWeight = <R extends tf.Rank>(name: string, shape: tf.ShapeMap[R]) => tf.Tensor<R>;

/** @param damaged the error for a problem with the file */
export function takeFrom(weights: ReadonlyMap<string, TfjsWeight>, damaged: (problem: string) => Error): TakeWeight {
  return (name, shape) => {
    const found = weights.get(name);
    if (found === undefined) throw damaged(`${name} is missing`);
    if (String(found.shape) !== String(shape)) {
      throw damaged(`${name} has the shape [${String(found.shape)}], not [${String(shape)}]`);
    }
    return tf.tensor(found.values, shape);
  };
}
