import { join } from 'node:path';
import { AttganError, compose, UsageError } from '@attgan/core';
import { studyText, writeStudy, type StudyPlan, type StudyRun } from '@attgan/eval';
import type { Command } from '../command.ts';
import { evaluateAll } from '../evaluate/evaluate-all.ts';
import { DATA_FLAGS } from '../experiment-flags.ts';
import { onInterrupt } from '../interrupt.ts';
import { wholeNumber } from '../number-flags.ts';
import { openRegistries, type Registries } from '../registries.ts';
import { readPlan } from '../study/read-plan.ts';
import { experimentOf } from '../study/study-runs.ts';
import { trainRuns } from '../study/train-runs.ts';
import { setUp } from '../training/set-up.ts';

export const command: Command = {
  name: 'study',
  summary: 'trains and compares experiments under one protocol, and writes a page',
  usage: 'FILE --out DIR [--data.root DIR] [--backend NAME] [--plugin P]',
  flags: {
    out: { type: 'text', summary: 'folder of the runs, the page and the numbers; the same command goes on from it' },
    ...DATA_FLAGS,
    seed: { type: 'text', summary: 'of the measurements; those of the trainings are in the plan' },
  },
  dotted: true,
  async run({ flags, words, output, root }) {
    const [file, ...rest] = words;
    if (file === undefined || rest.length > 0)
      throw new UsageError('study takes one FILE: the plan, .json, .js or .ts.');
    const out = flags.text('out');
    if (out === undefined) throw new UsageError('--out is missing: the folder of the runs and of the page.');
    const sampling = wholeNumber(flags, 'seed', 0) ?? 0;
    const { plan, plugins } = await readPlan(file, flags, root);
    const registries = await openRegistries(plugins, root);
    const { experiment, size } = sharedBy(plan, registries);
    const parts = { backends: registries.backend, data: registries.data, size, report: output.report };
    const composition = await compose(experiment, parts);
    const stop = onInterrupt(output, 'Stopping, saved, to go on by the same command. One more time to end at once.');
    const { signal } = stop;
    try {
      output.report(`Backend ${composition.backend.name} (${composition.reason}): ${composition.backend.description}.`);
      output.report(`Data: ${composition.dataset.description}.`);
      const done = await trainRuns({ plan, out, registries, composition, output, signal });
      const { evaluation, pictures, flipped } = await evaluateAll({
        request: {
          ...plan.evaluation,
          models: done.map(({ experiment: name, seed, folder }) => ({
            name: `${name}, seed ${seed}`,
            folder: join(folder, 'model'),
          })),
          out,
          augmentation: false,
        },
        registries,
        composition,
        data: experiment.data.name,
        seed: sampling,
        output,
        signal,
      });
      const { models, format, ...protocol } = evaluation;
      const runs = done.map(({ experiment: name, seed, iterations, seconds }, index): StudyRun => {
        return { experiment: name, seed, iterations, seconds, model: models[index] as StudyRun['model'] };
      });
      const study = { format, plan, protocol, runs };
      const ofFirst = `, seed ${plan.seeds[0]}`;
      const paths = await writeStudy(out, study, {
        pictures: pictures.filter(({ model }) => model.endsWith(ofFirst)),
        flipped: flipped
          .filter(({ name }) => name.endsWith(ofFirst))
          .map(({ name, faces }) => ({ name: name.slice(0, -ofFirst.length), faces })),
      });
      output.result(`${studyText(study)}\n\n${Object.values(paths).join('\n')}`, { ...paths, study });
    } finally {
      stop.release();
      await composition.close();
    }
  },
};

/** One protocol needs one data source, one size and one backend. @throws AttganError that names who differs */
function sharedBy(plan: StudyPlan, registries: Registries) {
  const [first, ...others] = Object.keys(plan.experiments).map((name) => {
    const experiment = experimentOf(plan, { experiment: name, seed: plan.seeds[0] as number }, registries);
    return { name, experiment, size: setUp(experiment, registries).size };
  });
  if (first === undefined) throw new AttganError('The plan has no experiment.');
  const described = ({ experiment: { data, backend }, size }: typeof first): string =>
    JSON.stringify([data, backend, size]);
  for (const other of others) {
    if (described(other) === described(first)) continue;
    throw new AttganError(
      `The experiments ${first.name} and ${other.name} differ in their data, backend or size (${first.size} and ` +
        `${other.size} px), so that they cannot be compared. Give those in "base".`,
    );
  }
  return first;
}
