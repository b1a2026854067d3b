import { communicator, leaves, mapTree, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The tree with the mean over all processes in place of each tensor, by one exchange. Consumes the tensors, and keeps those that
 * replace them; tensors of `same` stay, because they are equal in all processes.
 */
export function meansOverProcesses<T extends TensorTree>(tree: T, same: TensorTree): T {
  const equal = new Set(leaves<tf.Tensor>(same));
  const parts = [...new Set(leaves<tf.Tensor>(tree))].filter((tensor) => !equal.has(tensor));
  const means = tf.tidy(() => {
    const mean = communicator().mean(tf.concat(parts.map((part) => tf.reshape(part, [-1]))));
    const pieces = tf.split(
      mean,
      parts.map(({ size }) => size),
    );
    return parts.map(({ shape }, index) => tf.keep(tf.reshape(pieces[index] as tf.Tensor, shape)));
  });
  tf.dispose(parts);
  const replaced = new Map(parts.map((part, index) => [part, means[index] as tf.Tensor]));
  return mapTree<tf.Tensor, tf.Tensor, T>(tree, (tensor) => replaced.get(tensor) ?? tensor) as T;
}
