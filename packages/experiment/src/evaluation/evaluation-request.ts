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
  /** Of the edits that single numbers describe; each model's own when absent. */
  readonly strength?: number;
  /** Of the curves; 0.5, 1, 1.5, 2 and 3 when absent. */
  readonly strengths?: readonly number[];
  /** All that are known when absent. */
  readonly metrics?: readonly MetricChoice[];
  /** Folder of the classifier that reads the edits; one that fits is found, or trained, when absent. */
  readonly classifier?: string;
  /** Whether a further classifier is trained on edited copies, to see if it reads better. */
  readonly augmentation?: boolean;
  /** A page without pictures of faces, for data that may not be passed on. */
  readonly faceless?: boolean;
  /** Of whatever the measurements draw; 0 when absent. */
  readonly seed?: number;
}

export interface EvaluationRequest extends Protocol, Watch {
  /** Folders by the names that the page gives them. */
  readonly models: readonly { readonly name: string; readonly folder: string }[];
  /** Folder of observations, which a later run goes on from, and of a classifier of its own. */
  readonly out: string;
}

export const STRENGTHS = [0.5, 1, 1.5, 2, 3];
