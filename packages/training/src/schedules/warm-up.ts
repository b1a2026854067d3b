import { z } from 'zod';
import type { Schedule } from './schedule.ts';

/** Options of every schedule, to extend. */
export const warmUpOptions = z.strictObject({
  warmup: z
    .number()
    .nonnegative()
    .default(0)
    .describe('iterations of linear warm-up; a value below 1 is a share of all iterations'),
});

/**
 * `schedule` after a linear rise from 0 to 1 in the first iterations; it runs over those that are left.
 * @param warmup iterations, or a share of them where below 1
 */
export function warmedUp(warmup: number, schedule: Schedule): Schedule {
  return (iteration, iterations) => {
    const rising = Math.min(iterations, Math.round(warmup < 1 ? warmup * iterations : warmup));
    return iteration < rising ? (iteration + 1) / rising : schedule(iteration - rising, iterations - rising);
  };
}

/** How much of its way a schedule has gone, in [0, 1]. */
export function shareOf(iteration: number, iterations: number): number {
  return Math.min(1, iteration / Math.max(1, iterations));
}
