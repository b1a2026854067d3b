import type { PartKind } from '@attgan/core';
import type { TrainOptions } from '@attgan/training';

/** A definition by its name, or by its name and options. */
export type Choice = string | { readonly name: string; readonly [option: string]: unknown };

/**
 * What a user writes: the parts that differ from the defaults, as JSON in a file or as a value in code. Each part is named by
 * its kind; an unknown option is an error.
 */
export type ExperimentConfig = {
  /** A definition of the kind, or several of a kind whose part is a list, such as `augmentation`. */
  readonly [K in PartKind]?: Choice | readonly Choice[];
} & {
  /** Packages or paths of plugins, as seen from the project's folder. */
  readonly plugins?: readonly string[];
  /** Weights of terms, by the term's name, or `player/term`: `{ reconstruction: 50 }`. */
  readonly weights?: Readonly<Record<string, number>>;
  /** Terms to leave out. */
  readonly without?: readonly string[];
  /** How long, how many images at once, how often to log. */
  readonly train?: Partial<TrainOptions>;
};
