import { AttganError } from '@attgan/core';
import type { StoredModel } from '@attgan/formats';
import { leaves, mapTree, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/**
 * The tree that `initial` gives the shape of, with the values the model has under `prefix`. Disposes `initial`.
 * @throws AttganError in one line when a tensor is missing, has another shape, holds no numbers, or is not the network's.
 */
export function loadTree<T extends TensorTree>(initial: T, prefix: string, model: StoredModel, folder: string): T {
  const left = new Set([...model.tensors.keys()].filter((name) => name.startsWith(`${prefix}/`)));
  const made: tf.Tensor[] = [];
  try {
    const tree = mapTree<tf.Tensor, tf.Tensor, T>(
      initial,
      (leaf, name) => {
        left.delete(name);
        const tensor = load(leaf.shape, name, model, folder);
        made.push(tensor);
        return tensor;
      },
      prefix,
    );
    const [stranger] = left;
    if (stranger !== undefined) {
      throw new AttganError(`The model ${folder} has ${stranger}, which its ${prefix} does not have. ${ADVICE}`);
    }
    return tree as T;
  } catch (error) {
    tf.dispose(made);
    throw error;
  } finally {
    for (const leaf of leaves<tf.Tensor>(initial)) leaf.dispose();
  }
}

const ADVICE = 'model.json and the weights do not belong together; copy the model again.';

function load(shape: number[], name: string, { tensors }: StoredModel, folder: string): tf.Tensor {
  const stored = tensors.get(name);
  if (stored === undefined) throw new AttganError(`The model ${folder} lacks ${name}. ${ADVICE}`);
  if (stored.shape.join() !== shape.join()) {
    const [found, wanted] = [stored.shape.join(', '), shape.join(', ')];
    throw new AttganError(`The model ${folder} has ${name} of shape [${found}], not [${wanted}]. ${ADVICE}`);
  }
  const values = stored.values();
  if (!values.every(Number.isFinite)) {
    throw new AttganError(`The model ${folder} has values in ${name} that are no numbers: its training broke down.`);
  }
  return tf.tensor(values, shape);
}
