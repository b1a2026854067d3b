import { floatToHalf, halfToFloat } from '@attgan/formats';
import { flatten, withLeaves } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { ClassifierWeights } from './classifier-network.ts';

/**
 * The weights as a file of half precision holds them, so that a classifier says the same before it is saved and after
 * it is opened. Consumes those given.
 */
export async function roundToHalves({ params, state }: ClassifierWeights): Promise<ClassifierWeights> {
  const both = { params, state };
  const rounded: tf.Tensor[] = [];
  for (const [, tensor] of flatten<tf.Tensor>(both)) {
    const values = (await tensor.data<'float32'>()).map((value) => halfToFloat(floatToHalf(value)));
    rounded.push(tf.tensor(values, tensor.shape));
    tensor.dispose();
  }
  return withLeaves(both, rounded);
}
