import { z } from 'zod';
import { defineSchedule } from './schedule.ts';
import { shareOf, warmedUp, warmUpOptions } from './warm-up.ts';

/** From 1 to `to` along a power of the share of the way: 1 + (to − 1)·shareᵖ. Powers below 1 fall fast at first. */
export const polynomial = defineSchedule({
  name: 'polynomial',
  summary: 'the learning rate falls along a power of the share of the way, as VAE/GAN’s does',
  options: warmUpOptions.extend({
    to: z.number().min(0).max(1).default(0).describe('share of the learning rate that is left in the end'),
    power: z.number().positive().default(1).describe('exponent; below 1 the rate falls fast at first'),
  }),
  create: ({ to, power, warmup }) =>
    warmedUp(warmup, (iteration, iterations) => 1 + (to - 1) * shareOf(iteration, iterations) ** power),
});
