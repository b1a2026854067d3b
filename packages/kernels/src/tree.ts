import type * as tf from '@tensorflow/tfjs-core';

/** Values in nested records and lists: the typed shape of a network's parameters. */
export type Tree<T> = T | { readonly [key: string]: Tree<T> } | readonly Tree<T>[];
export type TensorTree = Tree<tf.Tensor>;

/** What tells a leaf from a branch: tensors and numbers are leaves, plain records and lists are branches. */
function isBranch<T>(tree: Tree<T>): tree is { readonly [key: string]: Tree<T> } | readonly Tree<T>[] {
  if (Array.isArray(tree)) return true;
  return typeof tree === 'object' && tree !== null && Object.getPrototypeOf(tree) === Object.prototype;
}

/** The leaves with their flat names, `stages/0/kernel`, in the order in which the tree was written down. */
export function flatten<T>(tree: Tree<T>, prefix = ''): [name: string, leaf: T][] {
  if (!isBranch(tree)) return [[prefix, tree]];
  return Object.entries(tree).flatMap(([key, child]) =>
    flatten(child as Tree<T>, prefix === '' ? key : `${prefix}/${key}`),
  );
}

/** The leaves alone, in the order of `flatten`. */
export function leaves<T>(tree: Tree<T>): T[] {
  return flatten(tree).map(([, leaf]) => leaf);
}

/** The same tree with every leaf replaced by `replace(leaf, flat name)`. */
export function mapTree<T, U, S extends Tree<T>>(tree: S, replace: (leaf: T, name: string) => U, prefix = ''): Tree<U> {
  if (!isBranch<T>(tree)) return replace(tree as T, prefix);
  const name = (key: string): string => (prefix === '' ? key : `${prefix}/${key}`);
  if (Array.isArray(tree)) {
    return tree.map((child: Tree<T>, index) => mapTree<T, U, Tree<T>>(child, replace, name(String(index))));
  }
  return Object.fromEntries(
    Object.entries(tree).map(([key, child]) => [key, mapTree<T, U, Tree<T>>(child as Tree<T>, replace, name(key))]),
  );
}

/** A tree of the same shape whose tensors are `replacements`, in the order of `flatten`. */
export function withLeaves<S extends TensorTree>(tree: S, replacements: readonly tf.Tensor[]): S {
  let next = 0;
  return mapTree<tf.Tensor, tf.Tensor, S>(tree, () => {
    const replacement = replacements[next++];
    if (replacement === undefined) throw new Error('withLeaves: fewer replacements than leaves');
    return replacement;
  }) as S;
}

/** Disposes every tensor of the tree. */
export function disposeTree(tree: TensorTree): void {
  for (const tensor of leaves<tf.Tensor>(tree)) tensor.dispose();
}
