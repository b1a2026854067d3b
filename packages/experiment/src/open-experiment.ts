import type { ClusterPlace } from '@attgan/core';
import { compose, type Composition } from './composition/compose.ts';
import type { ExperimentConfig } from './experiment-config.ts';
import type { Experiment, Loose } from './experiment.ts';
import { openRegistries, type PluginSources, type Registries } from './registries.ts';
import { resolveExperiment } from './resolve-experiment.ts';
import { trainExperiment, type TrainingRequest, type TrainingResult } from './training/train-experiment.ts';
import { IN_SILENCE } from './watch.ts';

export interface OpenOptions extends PluginSources {
  /** Lines for the user while opening: which backend computes and why, packing, skipped images. */
  report?(this: void, line: string): void;
  /** Of this process among those that train together; every process opens the same experiment. Alone where absent. */
  readonly cluster?: ClusterPlace | undefined;
}

/** An experiment whose data and backend are open. TensorFlow.js has one backend at a time, so close one before opening another. */
export interface OpenExperiment extends Pick<Composition, 'backend' | 'dataset' | 'reason'> {
  /** Every choice and option, defaults included. */
  readonly experiment: Experiment;
  /**
   * Trains into a run folder, or resumes the run in that folder, bit for bit.
   * @throws UsageError when the folder holds a run of other networks
   * @throws InterruptedError when the signal is aborted or the minutes are over; everything is saved by then
   */
  train(request: TrainingRequest): Promise<TrainingResult>;
  /** Closes the backend and the data. May be called twice. */
  close(): Promise<void>;
}

/**
 * Opens what a configuration describes: its plugins, its data and its backend.
 * @throws UsageError in one line for whatever is unknown, wrong or not used, and AttganError where data or backend cannot open
 */
export async function openExperiment(config: ExperimentConfig, options: OpenOptions): Promise<OpenExperiment> {
  const plugins = [...(config.plugins ?? []), ...(options.plugins ?? [])];
  return openLayers([config], await openRegistries({ ...options, plugins }), options.report, options.cluster);
}

/** The same for several layers of configuration, of which later ones win, with registries that are open. */
export async function openLayers(
  layers: readonly Loose[],
  registries: Registries,
  report: (line: string) => void = IN_SILENCE,
  place?: ClusterPlace,
): Promise<OpenExperiment> {
  const experiment = resolveExperiment(layers, registries);
  const composition = await compose({ experiment, registries, report, place });
  const { backend, dataset, reason } = composition;
  return {
    experiment,
    backend,
    dataset,
    reason,
    train: (request) => trainExperiment(composition, request),
    close: () => composition.close(),
  };
}
