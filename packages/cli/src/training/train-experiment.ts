import type { Composition, Experiment } from '@attgan/core';
import { train, trainOptions, type Metrics } from '@attgan/training';
import type { Output } from '../output.ts';
import type { Registries } from '../registries.ts';
import { cardOf, setUp } from './set-up.ts';

export interface TrainingRequest {
  readonly experiment: Experiment;
  readonly registries: Registries;
  readonly composition: Composition;
  /** The run folder. */
  readonly folder: string;
  readonly resume: boolean;
  readonly signal: AbortSignal;
  readonly output: Output;
  /** Called after every iteration. */
  onIteration?(): void;
}

/** Trains what the experiment names, with a progress line. @throws as `train` does */
export async function trainExperiment(request: TrainingRequest): Promise<{ readonly iteration: number }> {
  const { experiment, registries, composition, folder, resume, signal, output, onIteration } = request;
  const { dataset } = composition;
  const { createGame, size } = setUp(experiment, registries);
  const game = createGame(dataset.attributes, dataset.exclusive);
  let progress: ReturnType<typeof output.progress> | undefined;
  return train({
    game,
    dataset,
    folder,
    options: trainOptions.parse(experiment.train),
    experiment,
    card: cardOf(experiment, registries, dataset, size, game.editing),
    resume,
    signal,
    report: output.report,
    onProgress({ iteration, iterations, metrics }) {
      progress ??= output.progress(iterations);
      progress.update(iteration, brief(metrics));
      onIteration?.();
    },
  });
}

/** What tells a person whether it goes well. */
function brief(metrics: Metrics): string {
  const parts: [string, string][] = [
    ['generator/reconstruction', 'reconstruction'],
    ['accuracyReal', 'real'],
    ['accuracyEdited', 'edited'],
  ];
  return parts
    .flatMap(([key, label]) => (metrics[key] === undefined ? [] : [`${label} ${metrics[key].toFixed(3)}`]))
    .join('  ');
}
