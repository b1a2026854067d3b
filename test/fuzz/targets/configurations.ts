import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseOptions } from '@attgan/core';
import { studyPlan } from '@attgan/eval';
import { createGame, openRegistries, resolveExperiment, withoutWrites, type Loose } from '@attgan/experiment';
import { parseJson } from '@attgan/formats';
import { builtIn } from '../../../packages/attgan/src/built-in.ts';
import { ROOT } from '../../workspace.ts';
import type { TargetsIn } from '../target.ts';

/** Experiments, up to the game that they make, and plans of studies. */
export const configurations: TargetsIn = async () => {
  const registries = await openRegistries({ builtIn: await builtIn() });
  const labelling = { attributes: ['Bald', 'Young'], exclusive: [] };
  const experiment = await readFile(join(ROOT, 'models', 'avatars-64', 'experiment.json'));
  return [
    {
      name: 'experiment',
      text: true,
      seeds: [experiment],
      read(input) {
        const { layer } = withoutWrites(parseJson(input, 'experiment.json') as Loose, registries);
        createGame(resolveExperiment([layer], registries), registries, labelling);
      },
    },
    {
      name: 'study',
      text: true,
      seeds: [await readFile(join(ROOT, 'studies', 'avatars.json'))],
      read(input) {
        const plan = parseOptions(studyPlan, parseJson(input, 'study.json'), '');
        for (const layer of Object.values(plan.experiments)) withoutWrites(layer, registries);
      },
    },
  ];
};
