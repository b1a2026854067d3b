import { UsageError } from '@attgan/core';

/** Pictures of one slide. */
export const MOST_STEPS = 200;

/** @throws UsageError for a number of steps that is no slide, or more pictures than anyone looks at */
export function checkSteps(steps: number): void {
  if (Number.isInteger(steps) && steps >= 2 && steps <= MOST_STEPS) return;
  throw new UsageError(`A slide has from 2 to ${MOST_STEPS} steps, not ${steps}.`);
}
