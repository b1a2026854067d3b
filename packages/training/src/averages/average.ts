import type { DefinitionBase } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Elementwise } from '../elementwise.ts';
import type { OptimizerStep } from '../optimizers/optimizer.ts';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from '../typed-definition.ts';

/** What averages a player's parameters over its steps; samples and models are made with the averages. */
export interface Average {
  /** That it treats every number by itself: then it may be given small tensors joined end to end. */
  readonly elementwise?: Elementwise;
  /**
   * The average of a parameter after a step of its player; begins as the first parameter. Both tensors stay as they are;
   * intermediate ones are freed by the caller.
   */
  update(average: tf.Tensor, parameter: tf.Tensor, step: OptimizerStep): tf.Tensor;
}

export interface AverageDefinition extends DefinitionBase<'average', z.ZodType> {
  /** Undefined where parameters are used as they are. */
  create(options: unknown): Average | undefined;
}

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineAverage<Schema extends z.ZodType>(
  definition: WrittenDefinition<Schema, [], Average | undefined>,
): TypedDefinition<'average', Schema, [], Average | undefined> {
  return typedDefinition('average', definition);
}
