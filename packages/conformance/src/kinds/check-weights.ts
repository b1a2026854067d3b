import { disposeTree, flatten, initWeights, type TensorTree, type Tree, type Weight } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import { demand, demandFinite } from './demand.ts';
import { changedNames, keyOf, valuesOf } from './probes.ts';

/** Draws weights twice. @throws CaseFailure where shapes are not those described, or values not finite or not the same again */
export async function checkWeights(weights: Tree<Weight>): Promise<void> {
  const [first, second] = [initWeights(weights, keyOf('weights')), initWeights(weights, keyOf('weights'))];
  const shapes = new Map(flatten<Weight>(weights).map(([name, { shape }]) => [name, shape.join(' × ')]));
  for (const [name, { shape }] of flatten<tf.Tensor>(first)) {
    const drawn = shape.join(' × ');
    demand(drawn === shapes.get(name), `${name} is drawn as ${drawn}, described as ${shapes.get(name)}`);
  }
  const values = await valuesOf(first);
  const changed = changedNames(values, await valuesOf(second));
  for (const tree of [first, second] as TensorTree[]) disposeTree(tree);
  for (const [name, numbers] of values) demandFinite(numbers, name);
  demand(changed.length === 0, `drawn again, these differ: ${changed.slice(0, 3).join(', ')}`);
}
