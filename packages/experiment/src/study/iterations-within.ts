import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { writeFileAtomically } from '@attgan/formats';
import { composeOn } from '../composition/compose.ts';
import type { Experiment } from '../experiment.ts';
import { mergeLayers } from '../merge-layers.ts';
import type { Sources } from '../open-sources.ts';
import type { Registries } from '../registries.ts';
import { trainExperiment } from '../training/train-experiment.ts';
import type { Watch } from '../watch.ts';

/** A game of so few iterations goes through all its stages, in the proportions of a long one. */
const TRIAL = 60;
/** A shorter one before it, for the first iterations wait for kernels and memory. */
const WARMING = 15;

export interface TrialRequest {
  readonly experiment: Experiment;
  readonly registries: Registries;
  readonly sources: Sources;
  readonly watch: Watch;
}

/**
 * As many iterations of an experiment as fit into so many minutes of training on this machine, by a trial. Kept in
 * `file`, so that every seed of a study and every continuation uses the same number.
 */
export async function iterationsWithin(minutes: number, file: string, request: TrialRequest): Promise<number> {
  const kept = Number(await readFile(file, 'utf8').catch(() => ''));
  if (Number.isInteger(kept) && kept > 0) return kept;
  await secondsOfEach(WARMING, request);
  const each = await secondsOfEach(TRIAL, request);
  const iterations = Math.max(TRIAL, Math.round((60 * minutes) / each));
  await writeFileAtomically(file, `${iterations}\n`);
  return iterations;
}

/** What an iteration of a whole training of so many takes on average. */
async function secondsOfEach(iterations: number, request: TrialRequest): Promise<number> {
  const { experiment, registries, sources, watch } = request;
  const short = { iterations, log: iterations, samples: iterations, checkpoint: iterations };
  const trial = { ...experiment, train: mergeLayers([experiment.train, short]) } satisfies Experiment;
  const folder = await mkdtemp(join(tmpdir(), 'attgan-trial-'));
  const times: number[] = [];
  try {
    const composition = await composeOn({ experiment: trial, registries, sources });
    const onProgress: Watch['onProgress'] = (progress) => {
      times.push(performance.now());
      watch.onProgress?.({ ...progress, task: `trial of ${iterations}` });
    };
    await trainExperiment(composition, { ...watch, folder, resume: false, onProgress });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
  return ((times.at(-1) as number) - (times[0] as number)) / (iterations - 1) / 1000;
}
