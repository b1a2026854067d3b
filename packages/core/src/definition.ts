import type { z } from 'zod';
import type { Backend, BackendDefinition } from './backend.ts';
import type { DataDefinition, Dataset } from './data.ts';

/** What every definition has. Plain data: creating or loading one does nothing. */
export interface DefinitionBase<Kind extends string, Schema extends z.ZodType> {
  readonly kind: Kind;
  /** What a user types to choose it. */
  readonly name: string;
  /** One line for `attgan plugins`. */
  readonly summary: string;
  /** The options it takes, with defaults; unknown keys are errors, so use `z.strictObject`. */
  readonly options: Schema;
  /**
   * Options that name files or folders which are written to, each with its values that name none:
   * `{ cache: ['auto', 'off'] }`. They are not taken from models, runs and studies, which may be a stranger's.
   */
  readonly writes?: Readonly<Record<string, readonly unknown[]>>;
}

/**
 * Every kind of definition, by its name. Open: a package adds a kind by declaration merging,
 * `declare module '@attgan/core' { interface DefinitionKinds { metric: MetricDefinition } }`.
 */
export interface DefinitionKinds {
  backend: BackendDefinition;
  data: DataDefinition;
}

/**
 * What the parts of an experiment become once they are made, by kind. Open in the same way: a package whose kind fills a part
 * adds what `resolve` of that kind returns.
 */
export interface PartValues {
  backend: Backend;
  data: Dataset;
}

export type Kind = keyof DefinitionKinds & string;
export type Definition = DefinitionKinds[Kind];
/** A kind that fills a part of an experiment. */
export type PartKind = keyof PartValues & Kind;
