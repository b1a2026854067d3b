import { join } from 'node:path';
import { writeStudy, type Study, type StudyPlan, type StudyRun } from '@attgan/eval';
import { makeFolder } from '@attgan/formats';
import { evaluateAll } from '../evaluation/evaluate-all.ts';
import { checkTrains } from '../choose-backend.ts';
import { openSources } from '../open-sources.ts';
import type { Registries } from '../registries.ts';
import type { Watch } from '../watch.ts';
import { sharedBy } from './shared-by.ts';
import { trainRuns } from './train-runs.ts';

export interface StudyRequest {
  readonly plan: StudyPlan;
  /** Folder of the runs, the page and the numbers; the same call continues from it. */
  readonly out: string;
  /** Seed of the measurements; training seeds are in the plan. */
  readonly seed: number;
}

export interface StudyResult {
  readonly study: Study;
  /** Paths of what was written. */
  readonly written: Awaited<ReturnType<typeof writeStudy>>;
}

/**
 * Trains every experiment of the plan with every seed, measures all models on the same faces, and writes a page. Work that is
 * already done is not repeated.
 * @throws InterruptedError after saving, when the signal is aborted
 */
export async function runStudy(
  { plan, out, seed }: StudyRequest,
  registries: Registries,
  watch: Watch,
): Promise<StudyResult> {
  const { experiment, size } = sharedBy(plan, registries);
  checkTrains(experiment.backend.name, registries.of('backend'));
  await makeFolder(out);
  const sources = await openSources(experiment, registries, size, watch.report);
  try {
    const done = await trainRuns({ plan, out, registries, sources, watch });
    const models = done.map(({ experiment: name, seed: from, folder }) => ({
      name: `${name}, seed ${from}`,
      folder: join(folder, 'model'),
    }));
    const request = { ...plan.evaluation, ...watch, models, out, seed };
    const { dataset, backend } = sources;
    const found = await evaluateAll({ request, registries, dataset, backend, data: experiment.data.name });
    const { models: measured, format, ...protocol } = found.evaluation;
    const runs = done.map(({ experiment: name, seed: from, iterations, seconds }, index): StudyRun => {
      return { experiment: name, seed: from, iterations, seconds, model: measured[index] as StudyRun['model'] };
    });
    const study: Study = { format, plan, protocol, runs };
    const ofFirst = `, seed ${plan.seeds[0]}`;
    const written = await writeStudy(out, study, {
      pictures: found.pictures.filter(({ model }) => model.endsWith(ofFirst)),
      flipped: found.flipped
        .filter(({ name }) => name.endsWith(ofFirst))
        .map(({ name, faces }) => ({ name: name.slice(0, -ofFirst.length), faces })),
    });
    return { study, written };
  } finally {
    await sources.close();
  }
}
