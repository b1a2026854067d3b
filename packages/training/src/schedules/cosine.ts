import { z } from 'zod';
import { defineSchedule } from './schedule.ts';
import { shareOf, warmedUp, warmUpOptions } from './warm-up.ts';

/** Half a wave of the cosine from 1 to `to` (Loshchilov & Hutter 2017, eq. 5, without restarts). */
export const cosine = defineSchedule({
  name: 'cosine',
  summary: 'the learning rate falls along half a cosine wave',
  options: warmUpOptions.extend({
    to: z.number().min(0).max(1).default(0).describe('final learning rate, as a share of the full one'),
  }),
  create: ({ to, warmup }) =>
    warmedUp(
      warmup,
      (iteration, iterations) => to + ((1 - to) * (1 + Math.cos(Math.PI * shareOf(iteration, iterations)))) / 2,
    ),
});
