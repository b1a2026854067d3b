import { z } from 'zod';
import { defineSchedule } from './schedule.ts';
import { shareOf, warmedUp, warmUpOptions } from './warm-up.ts';

/** From 1 to `to` with a power of the elapsed share: 1 + (to − 1)·shareᵖ. Powers below 1 fall fast at first. */
export const polynomial = defineSchedule({
  name: 'polynomial',
  summary: 'the learning rate falls with a power of the elapsed share of the iterations, as in VAE/GAN',
  options: warmUpOptions.extend({
    to: z.number().min(0).max(1).default(0).describe('final learning rate, as a share of the full one'),
    power: z.number().positive().default(1).describe('exponent; below 1 the learning rate falls fast at first'),
  }),
  create: ({ to, power, warmup }) =>
    warmedUp(warmup, (iteration, iterations) => 1 + (to - 1) * shareOf(iteration, iterations) ** power),
});
