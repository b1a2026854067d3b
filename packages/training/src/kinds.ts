import { UsageError, type ListedPart, type SinglePart } from '@attgan/core';
import type { AugmentationDefinition } from './augmentations/augmentation.ts';
import { combine } from './augmentations/combine.ts';
import type { AverageDefinition } from './averages/average.ts';
import type { OptimizerDefinition } from './optimizers/optimizer.ts';
import type { ScheduleDefinition } from './schedules/schedule.ts';

const optimizer: SinglePart<OptimizerDefinition['kind']> = {
  kind: 'optimizer',
  summary: 'how gradients update parameters, and the state kept for each parameter',
  part: 'one',
  default: 'adam',
  resolve: ({ definition, options }) => definition.create(options),
};

const schedule: SinglePart<ScheduleDefinition['kind']> = {
  kind: 'schedule',
  summary: 'factor on the learning rate, as a function of the iteration',
  part: 'one',
  default: 'constant',
  resolve: ({ definition, options }) => definition.create(options),
};

const augmentation: ListedPart<AugmentationDefinition['kind']> = {
  kind: 'augmentation',
  summary: 'random changes of training images, or of the critic’s inputs',
  part: 'list',
  usedBy: 'everyone',
  resolve(chosen, { uses }) {
    const judged = chosen.find(({ definition }) => definition.of === 'critic');
    if (judged !== undefined && !uses.includes('augmentation')) {
      throw new UsageError(
        `The augmentation "${judged.definition.name}" changes the critic’s inputs, and this method has no critic of images: ` +
          'remove it, or choose another --method.',
      );
    }
    return combine(
      chosen.map(({ definition, options }) => ({ of: definition.of, augment: definition.create(options) })),
    );
  },
};

const average: SinglePart<AverageDefinition['kind']> = {
  kind: 'average',
  summary: 'moving average of the parameters, used for models and samples',
  part: 'one',
  default: 'none',
  usedBy: 'everyone',
  resolve: ({ definition, options }) => definition.create(options),
};

/** The kinds that define how players are trained, for any method. */
export const kinds = [optimizer, schedule, augmentation, average];
