import * as tf from '@tensorflow/tfjs-core';
import type { Average } from './averages/average.ts';
import type { PlayerSetup } from './game.ts';
import type { OptimizedLeaf, OptimizerStep, Slots } from './optimizers/optimizer.ts';
import { copyOf } from './player.ts';

/** What a step of one parameter does. */
export interface LeafOptions extends Pick<PlayerSetup, 'optimizer' | 'bound'> {
  readonly average?: Average | undefined;
}

/** What a step replaces of one parameter. */
export interface SteppedLeaf {
  readonly parameter: tf.Tensor;
  readonly slots: Slots;
  readonly average?: tf.Tensor;
}

/** What it needs for that. */
export interface HeldLeaf extends OptimizedLeaf, SteppedLeaf {}

/** A parameter after a step along its gradient times `clipping`. Intermediate tensors are freed by the caller. */
export function stepLeaf(
  { average: before, ...leaf }: HeldLeaf,
  clipping: tf.Scalar | undefined,
  moment: OptimizerStep,
  { optimizer, bound, average }: LeafOptions,
): SteppedLeaf {
  const gradient = clipping === undefined ? leaf.gradient : tf.mul(leaf.gradient, clipping);
  const { parameter: free, slots } = optimizer.update({ ...leaf, gradient }, moment);
  const parameter = bound === undefined ? free : tf.clipByValue(free, -bound, bound);
  if (before === undefined) return { parameter, slots };
  const after = average?.update(before, parameter, moment) ?? before;
  // The next step may write over the parameter.
  return { parameter, slots, average: after.dataId === parameter.dataId ? copyOf(parameter) : after };
}

/** All tensors that a step replaces, or made. */
export function tensorsOf({ parameter, slots, average }: SteppedLeaf): tf.Tensor[] {
  return [parameter, ...Object.values(slots), ...(average === undefined ? [] : [average])];
}
