import type { DefinitionBase } from '@attgan/core';
import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Elementwise } from '../elementwise.ts';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from '../typed-definition.ts';

/** State that an optimizer keeps for one parameter, by name: tensors of any shape, saved in checkpoints. */
export type Slots = Readonly<Record<string, tf.Tensor>>;

/** One parameter, its gradient of the same shape, and the optimizer's state for it. */
export interface OptimizedLeaf {
  readonly parameter: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly slots: Slots;
}

/** What differs between steps; it becomes tensors by `fresh` of `@attgan/kernels`, so that steps can be recorded. */
export interface OptimizerStep {
  /** After the schedule. */
  readonly learningRate: number;
  /** Steps of this player, this one included: from 1. */
  readonly step: number;
}

/**
 * Updates parameters by their gradients, one tensor at a time, so that each is freed before the next is made; small ones joined to one
 * where it says that it is elementwise. An optimizer has no state of its own: its state is in the slots.
 */
export interface Optimizer {
  /** Before the schedule. */
  readonly learningRate: number;
  /**
   * That `update` treats every number by itself, with slots of the parameter's shape: then it may be given small parameters joined
   * end to end, with gradients and slots joined likewise. Absent where it mixes numbers, as a norm of the tensor does. An optimizer
   * made of another inherits what that one says, so it has to say it anew where it adds anything.
   */
  readonly elementwise?: Elementwise;
  /** The slots of a parameter before its first step. */
  init(parameter: tf.Tensor): Slots;
  /**
   * The parameter and its slots after a step, the slots under the same names and of the same shapes. Its arguments are not read
   * again and may be overwritten; intermediate tensors are freed by the caller.
   */
  update(leaf: OptimizedLeaf, step: OptimizerStep): { readonly parameter: tf.Tensor; readonly slots: Slots };
}

/** The learning rate of a step, as a tensor to multiply by. */
export function rateOf(step: OptimizerStep): tf.Scalar {
  return fresh(step, scalarRate);
}

const scalarRate = ({ learningRate }: OptimizerStep): tf.Scalar => tf.scalar(learningRate);

export interface OptimizerDefinition extends DefinitionBase<'optimizer', z.ZodType> {
  create(options: unknown): Optimizer;
}

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineOptimizer<Schema extends z.ZodType>(
  definition: WrittenDefinition<Schema, [], Optimizer>,
): TypedDefinition<'optimizer', Schema, [], Optimizer> {
  return typedDefinition('optimizer', definition);
}
