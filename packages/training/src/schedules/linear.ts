import { z } from 'zod';
import { defineSchedule, type Schedule } from './schedule.ts';
import { warmedUp, warmUpOptions } from './warm-up.ts';

export const linearOptions = warmUpOptions.extend({
  from: z.number().min(0).max(1).default(0.5).describe('share of the iterations after which the learning rate falls'),
});

/** 1 up to the share `from` of the iterations (of those after the warm-up), then straight down to 0. */
export function linearSchedule({ from, warmup }: z.output<typeof linearOptions>): Schedule {
  return warmedUp(warmup, (iteration, iterations) => {
    const start = from * iterations;
    return iteration < start ? 1 : Math.max(0, iterations - iteration) / Math.max(1, iterations - start);
  });
}

export const linear = defineSchedule({
  name: 'linear',
  summary: 'the learning rate falls linearly to 0 in the last part of training',
  options: linearOptions,
  create: linearSchedule,
});
