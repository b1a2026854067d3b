import * as tf from '@tensorflow/tfjs-core';
import type { Elementwise } from './elementwise.ts';
import { tensorsOf, type HeldLeaf, type LeafOptions, type SteppedLeaf } from './step-leaf.ts';

/** Of what shapes tensors may be for the optimizer and the average to step them joined; undefined where one of both mixes numbers. */
export function elementwiseOf({ optimizer, average }: LeafOptions): Elementwise | undefined {
  const both = [optimizer.elementwise, average === undefined ? 'any shape' : average.elementwise];
  if (both.includes(undefined)) return undefined;
  return both.includes('same rank') ? 'same rank' : 'any shape';
}

/** Parts leaves into groups that can be joined; alone are those of more than `upTo` numbers, or with slots of other shapes. */
export function groupsOf(
  leaves: readonly HeldLeaf[],
  elementwise: Elementwise | undefined,
  upTo: number,
): readonly (readonly HeldLeaf[])[] {
  const groups = new Map<unknown, HeldLeaf[]>();
  for (const leaf of leaves) {
    const key = elementwise !== undefined && isJoinable(leaf, upTo) ? likeness(leaf, elementwise) : leaf;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [leaf]);
    else group.push(leaf);
  }
  return [...groups.values()];
}

function isJoinable(leaf: HeldLeaf, upTo: number): boolean {
  const { size, shape, rank } = leaf.parameter;
  if (size === 0 || size > upTo || rank === 0) return false;
  return [leaf.gradient, ...tensorsOf(leaf)].every((tensor) => tf.util.arraysEqual(tensor.shape, shape));
}

/** Equal for leaves whose tensors can be joined, each with those of its name. */
function likeness(leaf: HeldLeaf, elementwise: Elementwise): string {
  const types = [leaf.gradient, ...tensorsOf(leaf)].map(({ dtype }) => dtype);
  return JSON.stringify([elementwise === 'same rank' && leaf.parameter.rank, Object.keys(leaf.slots), types]);
}

/** Leaves of one group as one: each of its tensors is theirs end to end, [numbers], or [numbers, 1, …, 1] of their rank. */
export function joinLeaves(leaves: readonly HeldLeaf[], elementwise: Elementwise | undefined): HeldLeaf {
  const { slots, average } = leaves[0] as HeldLeaf;
  const join = (of: (leaf: HeldLeaf) => tf.Tensor | undefined): tf.Tensor =>
    tf.concat(leaves.map((leaf) => flat(of(leaf) as tf.Tensor, elementwise)));
  return {
    parameter: join(({ parameter }) => parameter),
    gradient: join(({ gradient }) => gradient),
    slots: Object.fromEntries(Object.keys(slots).map((name) => [name, join((leaf) => leaf.slots[name])])),
    ...(average !== undefined && { average: join((leaf) => leaf.average) }),
  };
}

/** What became of each of the leaves that were joined, in tensors of their shapes. */
export function splitLeaf({ parameter, slots, average }: SteppedLeaf, leaves: readonly HeldLeaf[]): SteppedLeaf[] {
  const shapes = leaves.map(({ parameter: { shape } }) => shape);
  const parameters = split(parameter, shapes);
  const states = Object.entries(slots).map(([name, slot]) => [name, split(slot, shapes)] as const);
  const averages = average === undefined ? [] : split(average, shapes);
  return parameters.map((part, index) => ({
    parameter: part,
    slots: Object.fromEntries(states.map(([name, parts]) => [name, parts[index] as tf.Tensor])),
    ...(average !== undefined && { average: averages[index] as tf.Tensor }),
  }));
}

function split(joined: tf.Tensor, shapes: readonly (readonly number[])[]): tf.Tensor[] {
  const sizes = shapes.map((shape) => tf.util.sizeFromShape([...shape]));
  return tf.split(joined, sizes).map((part, index) => shaped(part, shapes[index] as readonly number[]));
}

function flat(tensor: tf.Tensor, elementwise: Elementwise | undefined): tf.Tensor {
  const { size, rank } = tensor;
  return shaped(tensor, elementwise === 'same rank' ? [size, ...Array<number>(rank - 1).fill(1)] : [size]);
}

/** Itself where it has that shape. */
function shaped(tensor: tf.Tensor, shape: readonly number[]): tf.Tensor {
  return tf.util.arraysEqual(tensor.shape, [...shape]) ? tensor : tf.reshape(tensor, [...shape]);
}
