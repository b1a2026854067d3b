import type { DefinitionBase, RandomKey } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Objective, PlayerSetup, PlayerValues, Term } from './game.ts';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from './typed-definition.ts';

/** What a method passes to its constraint in one update. */
export interface ConstraintForward {
  /** [batch, attributes], 0 or 1 */
  readonly labels: tf.Tensor2D;
  /** z of the batch's faces, [batch, height, width, channels]; differentiable where the generator is being updated. */
  z(): tf.Tensor4D;
  /** How strongly each face shows each attribute, [batch, attributes] in [0, 1], if the generator predicts it. */
  intensities(): tf.Tensor2D;
  readonly players: Readonly<Record<string, PlayerValues>>;
  /** For the random numbers of this update. */
  readonly key: RandomKey;
}

/** Extra players, and what the generator minimises because of them. */
export interface Constraint {
  readonly players: readonly PlayerSetup[];
  /** Of the extra players; each is updated once an iteration, before the generator. None where there are no players. */
  readonly objectives: readonly Objective<ConstraintForward>[];
  /** Further terms of the generator. */
  readonly terms: readonly Term<ConstraintForward>[];
}

/** What a constraint needs to know of the networks it constrains. */
export interface ConstraintParts {
  readonly attributes: number;
  /** Height, width and channels of z. */
  readonly latent: readonly [number, number, number];
  readonly iterations: number;
}

export interface ConstraintDefinition extends DefinitionBase<'constraint', z.ZodType> {
  create(options: unknown, parts: ConstraintParts): Constraint;
}

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineConstraint<Schema extends z.ZodType>(
  definition: WrittenDefinition<Schema, [parts: ConstraintParts], Constraint>,
): TypedDefinition<'constraint', Schema, [parts: ConstraintParts], Constraint> {
  return typedDefinition('constraint', definition);
}
