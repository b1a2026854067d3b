import type { DefinitionBase, RandomKey } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from './typed-definition.ts';

/** Losses of critic and generator against each other. Logits are of any shape; every function returns a scalar. */
export interface Adversarial {
  criticLoss(real: tf.Tensor, edited: tf.Tensor): tf.Scalar;
  generatorLoss(edited: tf.Tensor): tf.Scalar;
  /** A penalty on the critic's gradient; absent where there is none. */
  readonly penalty?: { readonly weight: number; value(slopes: SlopeContext): tf.Scalar };
  /** The critic's parameters are clipped to ± this (eq. 2); not clipped where absent. */
  readonly clip?: number;
}

/** Inputs of a gradient penalty. Functions compute when called, so that unused ones cost nothing. */
export interface SlopeContext {
  /** Adversarial logits; only their gradient matters. */
  critic(x: tf.Tensor4D): tf.Tensor;
  readonly real: tf.Tensor4D;
  edited(): tf.Tensor4D;
  /** A position on a line for each face, uniform in [0, 1): [batch] */
  position(): tf.Tensor1D;
  /** For further draws of this update. */
  readonly key: RandomKey;
}

export interface AdversarialDefinition extends DefinitionBase<'adversarial', z.ZodType> {
  create(options: unknown): Adversarial;
}

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineAdversarial<Schema extends z.ZodType>(
  definition: WrittenDefinition<Schema, [], Adversarial>,
): TypedDefinition<'adversarial', Schema, [], Adversarial> {
  return typedDefinition('adversarial', definition);
}
