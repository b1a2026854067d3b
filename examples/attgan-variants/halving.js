import { defineSchedule } from '@attgan/training';
import { z } from 'zod';

/** The learning rate halved so many times, at even distances. */
export const halving = defineSchedule({
  name: 'halving',
  summary: 'halved several times, at even distances',
  options: z.strictObject({
    times: z.int().min(1).default(3).describe('how often it is halved over the whole training'),
  }),
  create:
    ({ times }) =>
    (iteration, iterations) =>
      0.5 ** Math.floor((iteration / iterations) * (times + 1)),
});
