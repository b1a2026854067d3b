import { UsageError } from '@attgan/core';
import type { StudyPlan } from './study-plan.ts';

/**
 * Checks that a plan gives the training length of its experiments once: by `minutes` or by iterations. Without either every run
 * would be a full training, of days.
 * @throws UsageError that names the experiment
 */
export function checkStudyLength({ base, experiments, minutes }: StudyPlan): void {
  const counted = Object.keys(experiments).filter((name) => [base, experiments[name] ?? {}].some(countsIterations));
  if (minutes === undefined) {
    const endless = Object.keys(experiments).find((name) => !counted.includes(name));
    if (endless === undefined) return;
    throw new UsageError(
      `The plan does not say how long to train ${endless}. Give "minutes", or "iterations" under "train" in "base" or in the experiment.`,
    );
  }
  if (counted.length === 0) return;
  throw new UsageError(
    `The plan gives "minutes", and "iterations" for ${counted[0]}. Give one of them: minutes are turned into iterations.`,
  );
}

function countsIterations({ train }: Readonly<Record<string, unknown>>): boolean {
  return typeof train === 'object' && train !== null && 'iterations' in train && train.iterations !== undefined;
}
