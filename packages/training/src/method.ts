import type { DefinitionBase, PartKind, PartValues, RandomKey } from '@attgan/core';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Constraint, ConstraintDefinition } from './constraint.ts';
import type { Game } from './game.ts';
import type { Reconstruction, ReconstructionDefinition } from './reconstruction.ts';

declare module '@attgan/core' {
  interface DefinitionKinds {
    method: MethodDefinition;
    adversarial: AdversarialDefinition;
    reconstruction: ReconstructionDefinition;
    constraint: ConstraintDefinition;
  }
  interface PartValues {
    method: Game<unknown>;
    adversarial: Adversarial;
    reconstruction: Reconstruction;
    constraint: Constraint;
  }
}

/** Kinds whose parts a method can ask for. */
export type UsableKind = Exclude<PartKind, 'method' | 'data' | 'backend'>;

/** What an experiment hands to its method: the parts that it uses, and what they are made for. */
export type MethodParts<K extends UsableKind = UsableKind> = Readonly<Pick<PartValues, K>> & {
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold. */
  readonly exclusive: readonly (readonly string[])[];
  readonly iterations: number;
};

export interface MethodDefinition extends DefinitionBase<'method', z.ZodType> {
  /** The kinds of the parts that `create` is given. One that a user names and the method does not use is an error. */
  readonly uses: readonly UsableKind[];
  /** The parts that the method was published with, as a layer of the experiment below everything the user says. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** @param parts at least those that `uses` lists */
  create(options: unknown, parts: MethodParts): Game<unknown>;
}

/** How critic and generator oppose each other. Logits are of any shape; every function returns a scalar. */
export interface Adversarial {
  criticLoss(real: tf.Tensor, edited: tf.Tensor): tf.Scalar;
  generatorLoss(edited: tf.Tensor): tf.Scalar;
  /** A price on the critic's slope; absent where there is none. */
  readonly penalty?: { readonly weight: number; value(slopes: SlopeContext): tf.Scalar };
  /** The critic's parameters are kept within ± this (eq. 2); free where absent. */
  readonly clip?: number;
}

/** What a penalty may look at. Functions compute when called, so that what a penalty does not use costs nothing. */
export interface SlopeContext {
  /** Adversarial logits; only their gradient matters. */
  critic(x: tf.Tensor4D): tf.Tensor;
  readonly real: tf.Tensor4D;
  edited(): tf.Tensor4D;
  /** A place on a line for each face, uniform in [0, 1): [batch] */
  position(): tf.Tensor1D;
  /** For further draws of this update. */
  readonly key: RandomKey;
}

export interface AdversarialDefinition extends DefinitionBase<'adversarial', z.ZodType> {
  create(options: unknown): Adversarial;
}

/** Types `create` by the definition's schema, and checks options before `create` sees them. */
export function defineMethod<Schema extends z.ZodType, F, const K extends UsableKind>(
  definition: Omit<MethodDefinition, 'kind' | 'options' | 'uses' | 'create'> & {
    readonly options: Schema;
    readonly uses: readonly K[];
    create(options: z.output<Schema>, parts: MethodParts<K>): Game<F>;
  },
): MethodDefinition {
  return {
    ...definition,
    kind: 'method',
    // A game makes its own forward values and is the only one to read them, so their type can be forgotten.
    create: (options, parts) => definition.create(definition.options.parse(options), parts) as unknown as Game<unknown>,
  };
}

export function defineAdversarial<Schema extends z.ZodType>(
  definition: Omit<AdversarialDefinition, 'kind' | 'options' | 'create'> & {
    readonly options: Schema;
    create(options: z.output<Schema>): Adversarial;
  },
): AdversarialDefinition {
  return {
    ...definition,
    kind: 'adversarial',
    create: (options) => definition.create(definition.options.parse(options)),
  };
}
