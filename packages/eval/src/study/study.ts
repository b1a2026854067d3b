import type { Figure } from '../finding.ts';
import type { EvaluatedModel, Evaluation, EvaluationPicture } from '../report/evaluation/evaluation.ts';
import { findingOf } from '../report/evaluation/evaluation.ts';
import type { StudyPlan } from './study-plan.ts';

/** One training of one experiment, and what was found of its model. */
export interface StudyRun {
  readonly experiment: string;
  readonly seed: number;
  readonly iterations: number;
  /** Of training, as the clock said. */
  readonly seconds: number;
  readonly model: EvaluatedModel;
}

/** What a study found. `study.json` holds just this. */
export interface Study {
  readonly format: 1;
  readonly plan: StudyPlan;
  readonly protocol: Omit<Evaluation, 'models' | 'format'>;
  readonly runs: readonly StudyRun[];
}

export type StudyPicture = EvaluationPicture;

/** One figure of all runs of one experiment, in the order of the seeds; those that lack it are left out. */
export function figuresOf({ runs }: Study, experiment: string, metric: string, figure: string): readonly Figure[] {
  return runs
    .filter((run) => run.experiment === experiment)
    .flatMap(({ model }) => findingOf(model, metric)?.figures.filter(({ name }) => name === figure) ?? []);
}
