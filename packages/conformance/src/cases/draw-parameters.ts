import { flatten, type TensorTree, type Tree } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import { refill } from '../refill.ts';
import { draw, sizeOf, type Values } from '../values.ts';

/**
 * Parameters or averages of the shapes that `tree` has, drawn so that features neither vanish nor grow. Of the tensors
 * themselves nothing is read.
 */
export function drawParameters(name: string, tree: TensorTree): Tree<Values> {
  const drawn = flatten<tf.Tensor>(tree).map(([path, { shape }]) => {
    const title = `${name} ${path}`;
    if (path.endsWith('gain') || path.endsWith('variance')) return draw(title, shape, 0.5, 1.5);
    if (!path.endsWith('kernel')) return draw(title, shape, -0.5, 0.5);
    // Uniform numbers within √(3 / fan in) have the variance 1 / fan in.
    const reach = Math.sqrt((3 * (shape.at(-1) as number)) / sizeOf(shape));
    return draw(title, shape, -reach, reach);
  });
  return refill(tree, drawn);
}
