import { defineSchedule } from './schedule.ts';
import { warmedUp, warmUpOptions } from './warm-up.ts';

export const constant = defineSchedule({
  name: 'constant',
  summary: 'the learning rate stays constant',
  options: warmUpOptions,
  create: ({ warmup }) => warmedUp(warmup, () => 1),
});
