import { join } from 'node:path';
import { communicator } from '@attgan/kernels';
import { train, trainOptions } from '@attgan/training';
import type { Composition } from '../composition/compose.ts';
import { resolveExperiment } from '../resolve-experiment.ts';
import { IN_SILENCE, type Watch } from '../watch.ts';
import { brief } from './brief.ts';
import { checkResumable } from './check-resumable.ts';
import { checkRunLinks } from './check-run-links.ts';
import { checkSameExperiment } from './check-same-experiment.ts';
import { checkMemory } from './memory-needed.ts';
import { savedExperiment } from './saved-experiment.ts';
import { startModel } from './start-model.ts';

export interface TrainingRequest extends Watch {
  /** The run folder. */
  readonly folder: string;
  /** Whether an existing run in the folder continues from its newest checkpoint (true, the default), or is an error. */
  readonly resume?: boolean;
  /** Whether to try a training that needs more memory than is free, rather than refuse it (false, the default). */
  readonly force?: boolean;
}

export interface TrainingResult {
  /** Iterations done, those of earlier calls included. */
  readonly iteration: number;
  readonly folder: string;
  /** The model folder. */
  readonly model: string;
}

/**
 * Trains what was composed, into a run folder. Where several processes train, that of process 0.
 * @throws UsageError when the folder holds a run that this experiment cannot resume, or memory will not do
 * @throws InterruptedError after saving, when the signal is aborted or the minutes are over
 */
export async function trainExperiment(composition: Composition, request: TrainingRequest): Promise<TrainingResult> {
  const { experiment, registries, dataset, backend } = composition;
  const { folder, resume: resumed = true, force = false, signal, report = IN_SILENCE, onProgress } = request;
  const { size, task } = communicator();
  // The others get everything from process 0, and look at no folder.
  const resume = resumed && task === 0;
  if (resume) await checkRunLinks(folder);
  const saved = resume ? await savedExperiment(folder) : undefined;
  const changes = saved === undefined ? [] : checkResumable(resolveExperiment([saved], registries), experiment);
  const options = trainOptions.parse(experiment.train);
  const warning = await memoryProblem(composition, options.batch / size, force);
  if (warning !== undefined) report(warning);
  const card = await composition.card();
  const { from } = options;
  await checkSameExperiment(composition);
  const { iteration } = await train({
    game: await composition.game(),
    dataset,
    folder,
    options,
    augmentation: await composition.part('augmentation'),
    average: await composition.part('average'),
    experiment,
    backend: `${backend.name}: ${backend.description}`,
    ...(saved !== undefined && { earlier: { experiment: saved, changes } }),
    card,
    ...(from !== undefined && { from: () => startModel(from, experiment, card, registries, report) }),
    resume,
    ...(signal !== undefined && { signal }),
    report,
    onProgress: (state) =>
      onProgress?.({ task: 'train', done: state.iteration, total: state.iterations, note: brief(state.metrics) }),
  });
  return { iteration, folder, model: join(folder, 'model') };
}

/** What `checkMemory` says, where tensors are in the machine's own memory. */
async function memoryProblem(composition: Composition, batch: number, force: boolean): Promise<string | undefined> {
  const { experiment, registries, backend } = composition;
  const { traits } = registries.of('backend').get(backend.name);
  const { device } = experiment.backend;
  if (traits.device === 'gpu' || (typeof device === 'string' && device.startsWith('gpu'))) return undefined;
  const [generator, critic] = [await composition.part('generator'), await composition.part('critic')];
  if (generator === undefined) return undefined;
  return checkMemory({ generator, ...(critic && { critic }), batch }, process.availableMemory(), force);
}
