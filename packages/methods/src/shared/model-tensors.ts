import { flatten, type TensorTree } from '@attgan/kernels';
import type { PlayerValues } from '@attgan/training';
import type * as tf from '@tensorflow/tfjs-core';

/** The tensors of a model by the names under which an editor looks for them. */
export function modelTensors(
  { params, state }: PlayerValues,
  critic?: TensorTree,
): Readonly<Record<string, tf.Tensor>> {
  return Object.fromEntries([
    ...flatten<tf.Tensor>(params, 'generator/params'),
    ...flatten<tf.Tensor>(state, 'generator/state'),
    ...(critic === undefined ? [] : flatten<tf.Tensor>(critic, 'critic')),
  ]);
}
