import type { DefinitionBase } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from './typed-definition.ts';

/**
 * The distance between faces and their reconstructions, as one differentiable scalar that does not grow with the batch; 0 if
 * they are equal. The method weights it, AttGAN by 100.
 * @param real [batch, size, size, 3] in [−1, 1]
 * @param reconstruction of the same shape, in (−1, 1)
 */
export type Reconstruction = (real: tf.Tensor4D, reconstruction: tf.Tensor4D) => tf.Scalar;

export interface ReconstructionDefinition extends DefinitionBase<'reconstruction', z.ZodType> {
  create(options: unknown): Reconstruction;
}

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineReconstruction<Schema extends z.ZodType>(
  definition: WrittenDefinition<Schema, [], Reconstruction>,
): TypedDefinition<'reconstruction', Schema, [], Reconstruction> {
  return typedDefinition('reconstruction', definition);
}
