import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AttganError,
  compose,
  InterruptedError,
  messageOf,
  resolveExperiment,
  UsageError,
  type Experiment,
} from '@attgan/core';
import { trainOptions } from '@attgan/training';
import type { Command } from '../command.ts';
import { EXPERIMENT_FLAGS, experimentLayers } from '../experiment-flags.ts';
import { onInterrupt } from '../interrupt.ts';
import { openRegistries } from '../registries.ts';
import { setUp } from '../training/set-up.ts';
import { trainExperiment } from '../training/train-experiment.ts';

type Loose = Readonly<Record<string, unknown>>;

export const command: Command = {
  name: 'train',
  summary: 'trains a model and writes a run folder',
  usage: '[--method attgan] [--data celeba --data.root DIR] [--run DIR] [--resume] …',
  flags: {
    ...EXPERIMENT_FLAGS,
    run: { type: 'text', summary: 'folder that the run is written to' },
    resume: { type: 'switch', summary: 'go on from the newest checkpoint of --run' },
  },
  dotted: true,
  async run({ flags, words, output, root }) {
    if (words.length > 0) throw new UsageError(`train takes no "${words[0]}". Everything is a flag; see --help.`);
    const resume = flags.has('resume');
    const given = await experimentLayers(flags, root);
    const plugins = flags.all('plugin');
    const run = flags.text('run');
    const saved = resume ? await readSaved(run) : undefined;
    if (resume && saved === undefined) {
      if (given.length === 0) throw new UsageError(`--resume: there is no run in ${run}.`);
      output.report(`Nothing is saved in ${run} yet: starting from the beginning.`);
    }
    const registries = await openRegistries(plugins.length > 0 ? plugins : pluginsOf([saved ?? {}, ...given]), root);
    const experiment = resolveExperiment([...(saved === undefined ? [] : [saved]), ...given], registries, trainOptions);
    if (saved !== undefined) checkUnchanged(resolveExperiment([saved], registries, trainOptions), experiment);
    const folder = run ?? join('runs', `${experiment.method.name}-${experiment.data.name}`);
    const { size } = setUp(experiment, registries);
    const composition = await compose(experiment, {
      backends: registries.backend,
      data: registries.data,
      size,
      report: output.report,
    });
    const { backend, dataset } = composition;
    const stop = onInterrupt(output, 'Stopping after this iteration. One more time to lose it.');
    try {
      output.report(`Backend ${backend.name} (${composition.reason}): ${backend.description}.`);
      output.report(`Data: ${dataset.description}. Run folder: ${folder}`);
      const { signal } = stop;
      const { iteration } = await trainExperiment({
        experiment,
        registries,
        composition,
        folder,
        resume,
        signal,
        output,
      });
      output.result(`Trained ${iteration} iterations. The model is in ${join(folder, 'model')}.`, {
        iteration,
        folder,
      });
    } catch (error) {
      if (error instanceof InterruptedError && output.json) output.result('', { interrupted: true, folder });
      throw error;
    } finally {
      stop.release();
      await composition.close();
    }
  },
};

async function readSaved(run: string | undefined): Promise<Loose | undefined> {
  if (run === undefined) throw new UsageError('--resume needs --run, the folder to go on with.');
  const path = join(run, 'experiment.json');
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Loose;
  } catch (error) {
    // A run that was killed before it wrote anything: the flags alone describe it.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AttganError(`Cannot read ${path}: ${messageOf(error)}.`);
  }
}

/** Weights belong to the networks they were trained in. */
function checkUnchanged(saved: Experiment, experiment: Experiment): void {
  for (const part of ['method', 'generator', 'critic', 'constraint'] as const) {
    if (JSON.stringify(sorted(saved[part])) !== JSON.stringify(sorted(experiment[part]))) {
      throw new UsageError(
        `--resume cannot change the ${part} of a run. Leave its flags out, or train in a new --run folder.`,
      );
    }
  }
  const labelled = ({ data }: Experiment): string => JSON.stringify([data.name, data['attributes']]);
  if (labelled(saved) !== labelled(experiment)) {
    throw new UsageError(
      '--resume cannot change the data source of a run, nor its attributes: the networks are made for them. ' +
        'Train in a new --run folder.',
    );
  }
}

function sorted(value: Loose): [string, unknown][] {
  return Object.entries(value)
    .filter(([, each]) => each !== undefined)
    .sort(([a], [b]) => a.localeCompare(b));
}

function pluginsOf(layers: readonly Loose[]): readonly string[] {
  const last = layers.findLast((layer) => Array.isArray(layer['plugins']));
  return (last?.['plugins'] as readonly string[] | undefined) ?? [];
}
