import type { Split } from '@attgan/core';
import type { MetricDefinition } from '@attgan/eval';
import type { Choice } from '../experiment-config.ts';
import type { Watch } from '../watch.ts';

/** A metric by its name, by its name and options, or itself. */
export type MetricChoice = Choice | MetricDefinition;

/** How models are evaluated, whichever they are. */
export interface Protocol {
  /** `test` when absent. */
  readonly split?: Split;
  /** Faces, the first of the split; all of them when absent. */
  readonly count?: number;
  /** Strength of all edits but those of the curves; each model's own when absent. */
  readonly strength?: number;
  /** Strengths of the curves; 0.5, 1, 1.5, 2 and 3 when absent. */
  readonly strengths?: readonly number[];
  /** All known metrics when absent. */
  readonly metrics?: readonly MetricChoice[];
  /** Folder of the classifier that reads the edits; one that fits is found, or trained, when absent. */
  readonly classifier?: string;
  /** Whether a second classifier is trained on edited copies, to compare its accuracy. */
  readonly augmentation?: boolean;
  /** A page without pictures of faces, for data that may not be redistributed. */
  readonly faceless?: boolean;
  /** Seed of the measurements; 0 when absent. */
  readonly seed?: number;
}

export interface EvaluationRequest extends Protocol, Watch {
  /** Folders by the names that the page gives them. */
  readonly models: readonly { readonly name: string; readonly folder: string }[];
  /** Folder of the observations, which a later run continues from, and of a classifier trained for it. */
  readonly out: string;
}

export const STRENGTHS = [0.5, 1, 1.5, 2, 3];
