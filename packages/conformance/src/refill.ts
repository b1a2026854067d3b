import { mapTree, type Tree } from '@attgan/kernels';

/** A tree of the same shape whose leaves are `leaves`, in the order of `flatten`. */
export function refill<T, U>(tree: Tree<T>, leaves: readonly U[]): Tree<U> {
  let next = 0;
  return mapTree<T, U, Tree<T>>(tree, () => leaves[next++] as U);
}
