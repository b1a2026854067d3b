import { AttganError } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { mapTree, type TensorTree, type Tree } from './tree.ts';
import type { NetworkTensors, NetworkWeights } from './weight.ts';

/** A tensor in a file, as readers of `@attgan/formats` give it. */
export interface StoredValues {
  readonly shape: readonly number[];
  values(): Float32Array;
}

export interface LoadTreeOptions {
  /** What the names of the tree's tensors begin with, `generator` for `generator/params/…`; nothing when absent. */
  readonly prefix?: string;
  /** What contains the tensors; messages begin with it: `The model runs/faces/model`. */
  readonly describe: string;
  /** What to do about tensors that do not fit, a sentence; messages end with it. */
  readonly advice?: string;
}

/** Weights and tensors both have one. */
type Shaped = { readonly shape: readonly number[] };

/**
 * The tree that `weights` describe, with the stored values of the same flat names. Names that do not begin with the prefix are
 * not looked at.
 * @param weights a tree of weights, or of tensors, of which only the shapes are read
 * @throws AttganError in one line that names a tensor which is missing, not the network's, of another shape, or not finite; all
 *   tensors are then disposed
 */
export function loadTree(
  weights: NetworkWeights,
  tensors: ReadonlyMap<string, StoredValues>,
  options: LoadTreeOptions,
): NetworkTensors;
export function loadTree(
  weights: Tree<Shaped>,
  tensors: ReadonlyMap<string, StoredValues>,
  options: LoadTreeOptions,
): TensorTree;
export function loadTree(
  weights: Tree<Shaped>,
  tensors: ReadonlyMap<string, StoredValues>,
  { prefix = '', describe, advice }: LoadTreeOptions,
): TensorTree {
  const end = advice === undefined ? '' : ` ${advice}`;
  const left = new Set([...tensors.keys()].filter((name) => prefix === '' || name.startsWith(`${prefix}/`)));
  const made: tf.Tensor[] = [];
  const load = ({ shape }: Shaped, name: string): tf.Tensor => {
    const stored = tensors.get(name);
    left.delete(name);
    if (stored === undefined) throw new AttganError(`${describe} lacks ${name} of shape ${textOf(shape)}.${end}`);
    if (stored.shape.join() !== shape.join()) {
      throw new AttganError(`${describe} has ${name} of shape ${textOf(stored.shape)}, not ${textOf(shape)}.${end}`);
    }
    const values = stored.values();
    if (!allFinite(values)) {
      throw new AttganError(`${describe} has values in ${name} that are not finite: its training diverged.`);
    }
    const tensor = tf.tensor(values, [...shape]);
    made.push(tensor);
    return tensor;
  };
  try {
    const tree = mapTree<Shaped, tf.Tensor, Tree<Shaped>>(weights, load, prefix);
    const [extra] = left;
    if (extra === undefined) return tree;
    const { shape } = tensors.get(extra) as StoredValues;
    throw new AttganError(`${describe} has ${extra} of shape ${textOf(shape)}, which the network does not have.${end}`);
  } catch (error) {
    tf.dispose(made);
    throw error;
  }
}

function textOf(shape: readonly number[]): string {
  return `[${shape.join(', ')}]`;
}

/** A loop, because networks have tens of millions of values. */
function allFinite(values: Float32Array): boolean {
  for (let index = 0; index < values.length; index++) if (!Number.isFinite(values[index])) return false;
  return true;
}
