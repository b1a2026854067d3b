import { join } from 'node:path';
import { train, trainOptions } from '@attgan/training';
import type { Composition } from '../composition/compose.ts';
import { resolveExperiment } from '../resolve-experiment.ts';
import { IN_SILENCE, type Watch } from '../watch.ts';
import { brief } from './brief.ts';
import { checkResumable } from './check-resumable.ts';
import { savedExperiment } from './saved-experiment.ts';

export interface TrainingRequest extends Watch {
  /** The run folder. */
  readonly folder: string;
  /** Whether an existing run in the folder continues from its newest checkpoint (true, the default), or is an error. */
  readonly resume?: boolean;
}

export interface TrainingResult {
  /** Iterations done, those of earlier calls included. */
  readonly iteration: number;
  readonly folder: string;
  /** The model folder. */
  readonly model: string;
}

/**
 * Trains what was composed, into a run folder.
 * @throws UsageError when the folder holds a run that this experiment cannot resume
 * @throws InterruptedError after saving, when the signal is aborted or the minutes are over
 */
export async function trainExperiment(composition: Composition, request: TrainingRequest): Promise<TrainingResult> {
  const { experiment, registries, dataset, backend } = composition;
  const { folder, resume = true, signal, report = IN_SILENCE, onProgress } = request;
  const saved = resume ? await savedExperiment(folder) : undefined;
  const changes = saved === undefined ? [] : checkResumable(resolveExperiment([saved], registries), experiment);
  const { iteration } = await train({
    game: await composition.game(),
    dataset,
    folder,
    options: trainOptions.parse(experiment.train),
    augmentation: await composition.part('augmentation'),
    average: await composition.part('average'),
    experiment,
    backend: `${backend.name}: ${backend.description}`,
    ...(saved !== undefined && { earlier: { experiment: saved, changes } }),
    card: await composition.card(),
    resume,
    ...(signal !== undefined && { signal }),
    report,
    onProgress: (state) =>
      onProgress?.({ task: 'train', done: state.iteration, total: state.iterations, note: brief(state.metrics) }),
  });
  return { iteration, folder, model: join(folder, 'model') };
}
