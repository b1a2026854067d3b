import { AttganError } from '@attgan/core';
import type { StudyPlan } from '@attgan/eval';
import { imageSizeOf } from '../composition/create-game.ts';
import type { Experiment } from '../experiment.ts';
import type { Registries } from '../registries.ts';
import { experimentOf } from './study-runs.ts';

/** What all experiments of a study have in common. */
export interface Shared {
  readonly experiment: Experiment;
  /** Height and width of the images, pixels. */
  readonly size: number;
}

/** One protocol needs one data source, one size and one backend. @throws AttganError that names who differs */
export function sharedBy(plan: StudyPlan, registries: Registries): Shared {
  const [first, ...others] = Object.keys(plan.experiments).map((name) => {
    const experiment = experimentOf(plan, { experiment: name, seed: plan.seeds[0] as number }, registries);
    return { name, experiment, size: imageSizeOf(experiment, registries) };
  });
  if (first === undefined) throw new AttganError('The plan has no experiment.');
  const described = ({ experiment: { data, backend }, size }: Shared): string => JSON.stringify([data, backend, size]);
  for (const other of others) {
    if (described(other) === described(first)) continue;
    throw new AttganError(
      `The experiments ${first.name} and ${other.name} differ in their data, backend or size (${first.size} and ` +
        `${other.size} px), so they cannot be compared. Set these in "base".`,
    );
  }
  return first;
}
