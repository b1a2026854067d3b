import { fold, type RandomKey } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { mapTree, type TensorTree, type Tree } from './tree.ts';

/**
 * Describes a tensor of a network before it exists: its shape, and how its initial values are drawn. So the shapes of a network
 * are known without drawing anything. A class, because trees take instances of classes for leaves.
 */
export class Weight<T extends tf.Tensor = tf.Tensor> {
  readonly shape: readonly number[];
  readonly init: (key: RandomKey) => T;

  /** @param init the first values, of this shape; equal keys must give equal values */
  constructor(shape: readonly number[], init: (key: RandomKey) => T) {
    this.shape = shape;
    this.init = init;
  }
}

/** The weights of a network whose tensors are typed as `P`: the same records and lists, with a `Weight` for each tensor. */
export type WeightsOf<P> = P extends tf.Tensor ? Weight<P> : { readonly [K in keyof P]: WeightsOf<P[K]> };

/** The weights of a network: what is trained, and the state it keeps beside that, such as moving averages. */
export type NetworkWeights = { readonly params: Tree<Weight>; readonly state: Tree<Weight> };

/** The tensors of a network. */
export type NetworkTensors = { readonly params: TensorTree; readonly state: TensorTree };

/** A weight that starts at 0. */
export function zeros<T extends tf.Tensor>(shape: T['shape']): Weight<T> {
  return new Weight(shape, () => tf.zeros(shape) as T);
}

/** A weight that starts at 1. */
export function ones<T extends tf.Tensor>(shape: T['shape']): Weight<T> {
  return new Weight(shape, () => tf.ones(shape) as T);
}

/** The first values of every weight, in the order of `flatten`. Equal keys give equal values, bit for bit. */
export function initWeights(weights: NetworkWeights, key: RandomKey): NetworkTensors;
export function initWeights(weights: Tree<Weight>, key: RandomKey): TensorTree;
export function initWeights(weights: Tree<Weight>, key: RandomKey): TensorTree {
  return mapTree<Weight, tf.Tensor, Tree<Weight>>(weights, ({ init }) => init(key));
}

/** The same weights, each drawn with `part` folded into the key, so that networks put together draw different values. */
export function keyedBy<W extends Tree<Weight>>(part: string | number, weights: W): W {
  const keyed = ({ shape, init }: Weight): Weight => new Weight(shape, (key) => init(fold(key, part)));
  return mapTree<Weight, Weight, W>(weights, keyed) as W;
}
