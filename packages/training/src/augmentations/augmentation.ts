import type { DefinitionBase, RandomKey } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from '../typed-definition.ts';

/**
 * Changes a batch of images at random, each in its own way, as a differentiable function on the device.
 * @param images [batch, height, width, 3] in [−1, 1]; the result has the same shape and range
 * @param key of its random numbers: equal keys give equal changes
 */
export type Augment = (images: tf.Tensor4D, key: RandomKey) => tf.Tensor4D;

/** All augmentations of an experiment, applied in the order in which they are named. */
export interface Augmentation {
  /** Applied to every training batch, before anything else. */
  readonly batch: Augment;
  /** Applied to all inputs of a critic, real and generated. */
  readonly critic: Augment;
}

export interface AugmentationDefinition extends DefinitionBase<'augmentation', z.ZodType> {
  /**
   * What it changes: `batch`, training batches, so that networks learn to make its changes; or `critic`, the critic's inputs,
   * so that they do not.
   */
  readonly of: keyof Augmentation;
  create(options: unknown): Augment;
}

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineAugmentation<Schema extends z.ZodType>({
  of,
  ...written
}: WrittenDefinition<Schema, [], Augment> & Pick<AugmentationDefinition, 'of'>): Pick<AugmentationDefinition, 'of'> &
  TypedDefinition<'augmentation', Schema, [], Augment> {
  return { ...typedDefinition('augmentation', written), of };
}
