import type { Dataset } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import type { Augmentation } from './augmentations/augmentation.ts';
import type { Average } from './averages/average.ts';
import type { Game, Metrics } from './game.ts';
import type { StartModel } from './start-from.ts';
import type { TrainOptions } from './train-options.ts';

export interface TrainRequest<F> {
  readonly game: Game<F>;
  readonly dataset: Dataset;
  /** The run folder. */
  readonly folder: string;
  readonly options: TrainOptions;
  /** Augmentation of the training batches; none where absent. The game augments the critic's inputs itself. */
  readonly augmentation?: Augmentation | undefined;
  /** Average of the players' parameters, for samples and models; none where absent. */
  readonly average?: Average | undefined;
  /** The resolved experiment, written to `experiment.json`. */
  readonly experiment: unknown;
  /** What computes, as the backend describes itself, for the run's history. */
  readonly backend?: string;
  /** Reads the model that a training starts from; the seed draws its weights where absent. Not called when a run is resumed. */
  readonly from?: (() => Promise<StartModel>) | undefined;
  /** Of a run that is resumed: the experiment it had so far, and what differs now, such as `train.seed was 0, is 7`. */
  readonly earlier?: { readonly experiment: unknown; readonly changes: readonly string[] } | undefined;
  /** What `model/model.json` says of the networks; iterations are added to its provenance. */
  readonly card: ModelCard;
  readonly resume: boolean;
  readonly signal?: AbortSignal;
  /** Lines for the user: where it resumes, warnings. */
  report(line: string): void;
  onProgress?(progress: { readonly iteration: number; readonly iterations: number; readonly metrics: Metrics }): void;
}
