import type { DefinitionBase, PartKind, PartValues } from '@attgan/core';
import type { z } from 'zod';
import type { Adversarial, AdversarialDefinition } from './adversarial.ts';
import type { Augmentation, AugmentationDefinition } from './augmentations/augmentation.ts';
import type { Average, AverageDefinition } from './averages/average.ts';
import type { Constraint, ConstraintDefinition } from './constraint.ts';
import type { Game } from './game.ts';
import type { Optimizer, OptimizerDefinition } from './optimizers/optimizer.ts';
import type { Reconstruction, ReconstructionDefinition } from './reconstruction.ts';
import type { Schedule, ScheduleDefinition } from './schedules/schedule.ts';
import { typedDefinition, type TypedDefinition, type WrittenDefinition } from './typed-definition.ts';

declare module '@attgan/core' {
  interface DefinitionKinds {
    method: MethodDefinition;
    adversarial: AdversarialDefinition;
    reconstruction: ReconstructionDefinition;
    constraint: ConstraintDefinition;
    optimizer: OptimizerDefinition;
    schedule: ScheduleDefinition;
    average: AverageDefinition;
    augmentation: AugmentationDefinition;
  }
  interface PartValues {
    method: Game<unknown>;
    adversarial: Adversarial;
    reconstruction: Reconstruction;
    constraint: Constraint;
    optimizer: Optimizer;
    schedule: Schedule;
    average: Average | undefined;
    augmentation: Augmentation;
  }
}

/** Kinds whose parts a method can ask for. */
export type UsableKind = Exclude<PartKind, 'method' | 'data' | 'backend' | 'average'>;

/** What an experiment passes to its method: the parts that it uses, and what they are made for. */
export type MethodParts<K extends UsableKind = UsableKind> = Readonly<Pick<PartValues, K>> & {
  readonly attributes: readonly string[];
  /** Groups of which at most one attribute can hold. */
  readonly exclusive: readonly (readonly string[])[];
  readonly iterations: number;
};

export interface MethodDefinition extends DefinitionBase<'method', z.ZodType> {
  /** The kinds of the parts that `create` is given. One that a user names and the method does not use is an error. */
  readonly uses: readonly UsableKind[];
  /** The parts that the method was published with, as a layer of the experiment below the user's configuration. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** @param parts at least those that `uses` lists */
  create(options: unknown, parts: MethodParts): Game<unknown>;
}

/** A method that is used directly: the compiler knows its options, and which parts it needs. */
export type TypedMethod<Schema extends z.ZodType, K extends UsableKind, F> = Pick<MethodDefinition, 'defaults'> &
  TypedDefinition<'method', Schema, [parts: MethodParts<K>], Game<F>> & { readonly uses: readonly K[] };

/** Types `create` by the definition's schema, and checks options before `create` is called. */
export function defineMethod<Schema extends z.ZodType, F, const K extends UsableKind>({
  uses,
  defaults,
  ...written
}: WrittenDefinition<Schema, [parts: MethodParts<K>], Game<F>> & {
  readonly uses: readonly K[];
  readonly defaults?: Readonly<Record<string, unknown>>;
}): TypedMethod<Schema, K, unknown> {
  // A game makes its own forward values and is the only one to read them, so their type can be forgotten.
  const definition = typedDefinition(
    'method',
    written as unknown as WrittenDefinition<Schema, [MethodParts<K>], Game<unknown>>,
  );
  return { ...definition, uses, ...(defaults !== undefined && { defaults }) };
}
