import type { DefinitionBase, RandomKey } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from '../typed-definition.ts';

/**
 * Changes a batch of images at random, each in its own way, as a differentiable function on the device.
 * @param images [batch, height, width, 3] in [−1, 1]; the result has the same shape and range
 * @param key for whatever it draws: equal keys, equal changes
 */
export type Augment = (images: tf.Tensor4D, key: RandomKey) => tf.Tensor4D;

/** All that an experiment's augmentations do, each in the order in which they are named. */
export interface Augmentation {
  /** Of every training batch, before anything else sees it. */
  readonly batch: Augment;
  /** Of everything that a critic judges, real and made alike. */
  readonly critic: Augment;
}

export interface AugmentationDefinition extends DefinitionBase<'augmentation', z.ZodType> {
  /** Whether it is of training batches, so that networks learn what it makes, or of what critics judge, so that they do not. */
  readonly of: keyof Augmentation;
  create(options: unknown): Augment;
}

/** Types `create` by the definition's schema, and checks options before `create` sees them. */
export function defineAugmentation<Schema extends z.ZodType>({
  of,
  ...written
}: WrittenDefinition<Schema, [], Augment> & Pick<AugmentationDefinition, 'of'>): Pick<AugmentationDefinition, 'of'> &
  TypedDefinition<'augmentation', Schema, [], Augment> {
  return { ...typedDefinition('augmentation', written), of };
}
