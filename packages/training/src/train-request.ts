import type { Dataset } from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import type { Augmentation } from './augmentations/augmentation.ts';
import type { Average } from './averages/average.ts';
import type { Game, Metrics } from './game.ts';
import type { TrainOptions } from './train-options.ts';

export interface TrainRequest<F> {
  readonly game: Game<F>;
  readonly dataset: Dataset;
  /** The run folder. */
  readonly folder: string;
  readonly options: TrainOptions;
  /** Of the training batches; none where absent. What critics judge is the game's to augment. */
  readonly augmentation?: Augmentation | undefined;
  /** Of the players' parameters, for samples and models; none where absent. */
  readonly average?: Average | undefined;
  /** The resolved experiment, written to `experiment.json`. */
  readonly experiment: unknown;
  /** What `model/model.json` says of the networks; iterations are added to its provenance. */
  readonly card: ModelCard;
  readonly resume: boolean;
  readonly signal?: AbortSignal;
  /** Lines worth telling: where it resumes, warnings. */
  report(line: string): void;
  onProgress?(progress: { readonly iteration: number; readonly iterations: number; readonly metrics: Metrics }): void;
}
