import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import type { StudyPlan } from '@attgan/eval';
import { writeFileAtomically } from '@attgan/formats';
import { z } from 'zod';
import type { Experiment } from '../experiment.ts';
import { mergeLayers } from '../merge-layers.ts';
import type { Registries } from '../registries.ts';
import { resolveExperiment } from '../resolve-experiment.ts';

/** One training that the plan asks for. */
export interface PlannedRun {
  readonly experiment: string;
  readonly seed: number;
  /** The run folder, `OUT/EXPERIMENT/seed-N`. */
  readonly folder: string;
}

/** All experiments with the first seed, then with the next, so that a study has results before it is finished. */
export function plannedRuns({ seeds, experiments }: StudyPlan, out: string): readonly PlannedRun[] {
  return seeds.flatMap((seed) =>
    Object.keys(experiments).map((experiment) => ({
      experiment,
      seed,
      folder: join(out, experiment, `seed-${seed}`),
    })),
  );
}

/** Stands for the number of iterations of a plan of minutes until a trial has told how many fit. */
const UNKNOWN = 1;

/** What an experiment of the plan means, with this seed and, where the plan does not say, this many iterations. */
export function experimentOf(
  { base, experiments, minutes }: StudyPlan,
  { experiment, seed }: Pick<PlannedRun, 'experiment' | 'seed'>,
  registries: Registries,
  iterations: number | undefined = minutes === undefined ? undefined : UNKNOWN,
): Experiment {
  const layers = [
    mergeLayers([base, experiments[experiment] ?? {}]),
    { train: { seed, ...(iterations !== undefined && { iterations }) } },
  ];
  return resolveExperiment(layers, registries);
}

const ledgerSchema = z.strictObject({ iterations: z.int(), seconds: z.number(), done: z.boolean() });
/** How far a run of a study has come: `run.json` in its folder. */
export type Ledger = z.output<typeof ledgerSchema>;

export async function readLedger(folder: string): Promise<Ledger | undefined> {
  const path = join(folder, 'run.json');
  try {
    return ledgerSchema.parse(JSON.parse(await readFile(path, 'utf8')));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new AttganError(`Cannot read ${path}: ${messageOf(error)}. Delete the folder to train that run again.`);
  }
}

export async function writeLedger(folder: string, ledger: Ledger): Promise<void> {
  await writeFileAtomically(join(folder, 'run.json'), `${JSON.stringify(ledger, null, 2)}\n`);
}

/** @throws AttganError when the run was trained by another experiment than the plan now describes */
export async function checkSame(folder: string, experiment: Experiment): Promise<void> {
  const path = join(folder, 'experiment.json');
  const saved = await readFile(path, 'utf8').catch(() => undefined);
  if (saved === undefined || saved === `${JSON.stringify(experiment, null, 2)}\n`) return;
  throw new AttganError(
    `${path} does not match the plan. Restore the plan, or delete ${folder} to train that run again.`,
  );
}
