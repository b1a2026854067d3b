import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  AttganError,
  compose,
  InterruptedError,
  messageOf,
  optionsOf,
  resolveExperiment,
  UsageError,
  type Experiment,
} from '@attgan/core';
import type { ModelCard } from '@attgan/formats';
import { reweigh, train, trainOptions, type Editing, type Game, type Metrics } from '@attgan/training';
import type { Command } from '../command.ts';
import { EXPERIMENT_FLAGS, experimentLayers } from '../experiment-flags.ts';
import { onInterrupt } from '../interrupt.ts';
import { openRegistries, type Registries } from '../registries.ts';

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
    const { createGame, size } = setUp(experiment, registries);
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
      const options = trainOptions.parse(experiment.train);
      const game = createGame(dataset.attributes, dataset.exclusive);
      let progress: ReturnType<typeof output.progress> | undefined;
      const { iteration } = await train({
        game,
        dataset,
        folder,
        options,
        experiment,
        card: cardOf(experiment, registries, dataset, size, game.editing),
        resume,
        signal: stop.signal,
        report: output.report,
        onProgress({ iteration: done, iterations, metrics }) {
          progress ??= output.progress(iterations);
          progress.update(done, brief(metrics));
        },
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

/** Networks are made once the data has said which attributes there are; sizes are known before. */
function setUp(experiment: Experiment, registries: Registries) {
  const definition = registries.generator.get(experiment.generator.name);
  const generatorOptions = optionsOf(experiment.generator);
  const { size } = definition.create(generatorOptions, 1);
  const { iterations } = trainOptions.parse(experiment.train);
  const made = <P extends 'adversarial' | 'reconstruction'>(
    part: P,
  ): ReturnType<ReturnType<Registries[P]['get']>['create']> =>
    registries[part].get(experiment[part].name).create(optionsOf(experiment[part])) as never;
  return {
    size,
    createGame(attributes: readonly string[], exclusive: readonly (readonly string[])[]): Game<unknown> {
      const generator = definition.create(generatorOptions, attributes.length);
      const critic = registries.critic.get(experiment.critic.name);
      const constraint = registries.constraint.get(experiment.constraint.name);
      const { latent } = generator;
      const game = registries.method.get(experiment.method.name).create(optionsOf(experiment.method), {
        attributes,
        exclusive,
        generator,
        critic: critic.create(optionsOf(experiment.critic), attributes.length),
        adversarial: made('adversarial'),
        reconstruction: made('reconstruction'),
        constraint: constraint.create(optionsOf(experiment.constraint), {
          attributes: attributes.length,
          latent,
          iterations,
        }),
        iterations,
      });
      return reweigh(game, experiment);
    },
  };
}

function cardOf(
  experiment: Experiment,
  registries: Registries,
  dataset: { attributes: readonly string[]; exclusive: readonly (readonly string[])[]; description: string },
  size: number,
  { scale, strength, carriesCritic }: Editing,
): ModelCard {
  const crop = registries.data.get(experiment.data.name).crop?.(optionsOf(experiment.data), size);
  const { generator, critic } = experiment;
  return {
    format: 1,
    generator: { name: generator.name, options: optionsOf(generator) },
    ...(carriesCritic && { critic: { name: critic.name, options: optionsOf(critic) } }),
    attributes: dataset.attributes,
    exclusive: dataset.exclusive,
    scale,
    strength,
    size,
    ...(crop !== undefined && { crop }),
    provenance: { madeBy: 'attgan train', data: dataset.description, experiment },
  };
}

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
