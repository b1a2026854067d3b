import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { StudyPlan } from '@attgan/eval';
import { composeOn } from '../composition/compose.ts';
import type { Sources } from '../open-sources.ts';
import type { Registries } from '../registries.ts';
import { trainExperiment } from '../training/train-experiment.ts';
import { IN_SILENCE, type Watch } from '../watch.ts';
import { startRunClock } from './run-clock.ts';
import { iterationsWithin } from './iterations-within.ts';
import { checkSame, experimentOf, plannedRuns, readLedger, type Ledger, type PlannedRun } from './study-runs.ts';

export interface StudySetting {
  readonly plan: StudyPlan;
  readonly out: string;
  readonly registries: Registries;
  readonly sources: Sources;
  readonly watch: Watch;
}

/** Trains every run that is not done yet, each from where it was left. @throws InterruptedError after saving */
export async function trainRuns(setting: StudySetting): Promise<readonly (PlannedRun & Ledger)[]> {
  const { plan, out, registries, sources, watch } = setting;
  const { report = IN_SILENCE } = watch;
  const runs = plannedRuns(plan, out);
  // All before the first training, so that whatever the machine does later disturbs none of them.
  const iterations = await iterationsOfAll(setting);
  const done: (PlannedRun & Ledger)[] = [];
  for (const [index, run] of runs.entries()) {
    await mkdir(run.folder, { recursive: true });
    const experiment = experimentOf(plan, run, registries, iterations[run.experiment]);
    await checkSame(run.folder, experiment);
    const before = await readLedger(run.folder);
    if (before?.done === true) {
      done.push({ ...run, ...before });
      continue;
    }
    report(`Run ${index + 1} of ${runs.length}: ${run.experiment}, seed ${run.seed}.`);
    const clock = startRunClock(run.folder, Number(experiment.train['iterations']), before?.seconds);
    const onProgress: Watch['onProgress'] = (progress) => {
      clock.tick();
      watch.onProgress?.(progress);
    };
    try {
      // Memory that may not do is said; half a study is no reason to refuse the rest.
      const composition = await composeOn({ experiment, registries, sources });
      await trainExperiment(composition, { ...watch, onProgress, folder: run.folder, force: true });
    } catch (error) {
      await clock.stop();
      throw error;
    }
    done.push({ ...run, ...(await clock.finish()) });
  }
  return done;
}

/** Iterations by experiment; none where the experiments say themselves. */
async function iterationsOfAll(setting: StudySetting): Promise<Readonly<Record<string, number>>> {
  const { plan, out, registries, watch } = setting;
  if (plan.minutes === undefined) return {};
  const found: Record<string, number> = {};
  for (const name of Object.keys(plan.experiments)) {
    const experiment = experimentOf(plan, { experiment: name, seed: plan.seeds[0] as number }, registries);
    const file = join(out, name, 'iterations');
    await mkdir(join(out, name), { recursive: true });
    found[name] = await iterationsWithin(plan.minutes, file, { ...setting, experiment });
    watch.report?.(`${name}: ${found[name]} iterations fit into ${plan.minutes} minutes.`);
  }
  return found;
}
