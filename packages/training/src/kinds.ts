import type { SinglePart } from '@attgan/core';
import type { OptimizerDefinition } from './optimizers/optimizer.ts';
import type { ScheduleDefinition } from './schedules/schedule.ts';

const optimizer: SinglePart<OptimizerDefinition['kind']> = {
  kind: 'optimizer',
  summary: 'how parameters follow their gradients, and what it remembers of each',
  part: 'one',
  default: 'adam',
  resolve: ({ definition, options }) => definition.create(options),
};

const schedule: SinglePart<ScheduleDefinition['kind']> = {
  kind: 'schedule',
  summary: 'a factor on the learning rate, as a function of the iteration',
  part: 'one',
  default: 'constant',
  resolve: ({ definition, options }) => definition.create(options),
};

/** The kinds that say how players are trained, whatever they play. */
export const kinds = [optimizer, schedule];
