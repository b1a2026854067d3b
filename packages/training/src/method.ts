import type { DefinitionBase } from '@attgan/core';
import type { Critic, Generator } from '@attgan/nets';
import type * as tf from '@tensorflow/tfjs-core';
import type { z } from 'zod';
import type { Game } from './game.ts';
import type { Reconstruction, ReconstructionDefinition } from './reconstruction.ts';

declare module '@attgan/core' {
  interface DefinitionKinds {
    method: MethodDefinition;
    adversarial: AdversarialDefinition;
    reconstruction: ReconstructionDefinition;
  }
}

/** What an experiment hands to its method. */
export interface MethodParts {
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold. */
  readonly exclusive: readonly (readonly string[])[];
  readonly generator: Generator;
  readonly critic: Critic;
  readonly adversarial: Adversarial;
  readonly reconstruction: Reconstruction;
  /** Weights of terms that the user overrides, by the term's name. */
  readonly weights: Readonly<Record<string, number>>;
  readonly iterations: number;
}

export interface MethodDefinition extends DefinitionBase<'method', z.ZodType> {
  create(options: unknown, parts: MethodParts): Game<unknown>;
}

/** How critic and generator oppose each other. Logits are of any shape; every function returns a scalar. */
export interface Adversarial {
  criticLoss(real: tf.Tensor, edited: tf.Tensor): tf.Scalar;
  generatorLoss(edited: tf.Tensor): tf.Scalar;
  /** A price on the critic's slope; absent where there is none. `critic` gives adversarial logits. */
  readonly penalty?: {
    readonly weight: number;
    value(
      critic: (x: tf.Tensor4D) => tf.Tensor,
      real: tf.Tensor4D,
      edited: tf.Tensor4D,
      position: tf.Tensor1D,
    ): tf.Scalar;
  };
}

export interface AdversarialDefinition extends DefinitionBase<'adversarial', z.ZodType> {
  create(options: unknown): Adversarial;
}

/** Types `create` by the definition's schema, and checks options before `create` sees them. */
export function defineMethod<Schema extends z.ZodType, F>(
  definition: Omit<MethodDefinition, 'kind' | 'options' | 'create'> & {
    readonly options: Schema;
    create(options: z.output<Schema>, parts: MethodParts): Game<F>;
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
