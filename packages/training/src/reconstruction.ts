import type { DefinitionBase } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from './typed-definition.ts';

/**
 * How unlike a face and its reconstruction are, as one differentiable scalar that does not grow with the batch; 0 where
 * they are equal. The method weighs it, AttGAN by 100.
 * @param real [batch, size, size, 3] in [−1, 1]
 * @param reconstruction of the same shape, in (−1, 1)
 */
export type Reconstruction = (real: tf.Tensor4D, reconstruction: tf.Tensor4D) => tf.Scalar;

export interface ReconstructionDefinition extends DefinitionBase<'reconstruction', z.ZodType> {
  create(options: unknown): Reconstruction;
}

/** Types `create` by the definition's schema, and checks options before `create` sees them. */
export function defineReconstruction<Schema extends z.ZodType>(
  definition: WrittenDefinition<Schema, [], Reconstruction>,
): TypedDefinition<'reconstruction', Schema, [], Reconstruction> {
  return typedDefinition('reconstruction', definition);
}
