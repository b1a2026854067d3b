import { AttganError } from '@attgan/core';
import type { StoredTensor } from '@attgan/formats';
import { flatten, mapTree, type TensorTree } from '@attgan/kernels';
import { fromPytorchLayout, pytorchNames } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';

/** PyTorch's state dict of the common port, by names with a prefix such as `G.` or `after.D.`. */
export type TorchTensors = ReadonlyMap<string, StoredTensor>;

/**
 * `like` with its tensors taken from `tensors` under `prefix`, brought into our layout. Nothing is disposed.
 * @param trunkChannels channels of the critic's last feature map, whose values dense layers take
 * @throws AttganError that names what is missing
 */
export function fromTorch(like: TensorTree, tensors: TorchTensors, prefix: string, trunkChannels: number): TensorTree {
  const names = pytorchNames(flatten<tf.Tensor>(like).map(([name]) => name));
  return mapTree<tf.Tensor, tf.Tensor, TensorTree>(like, (tensor, name) => {
    const torch = `${prefix}${names.get(name)}`;
    const stored = tensors.get(torch);
    if (stored === undefined) throw new AttganError(`The parity case lacks the tensor ${torch}.`);
    const { shape, values } = fromPytorchLayout(
      { shape: stored.shape, values: stored.values() },
      name.endsWith('hidden/kernel') ? trunkChannels : 0,
    );
    if (shape.join() !== tensor.shape.join()) {
      throw new AttganError(
        `${torch} is [${shape.join(', ')}] in our layout; the spec asks for [${tensor.shape.join(', ')}].`,
      );
    }
    return tf.tensor(values, [...shape]);
  });
}
