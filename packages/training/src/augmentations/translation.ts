import { z } from 'zod';
import { defineAugmentation } from './augmentation.ts';
import { translate } from './translate.ts';

/** Zhao et al., "Differentiable augmentation for data-efficient GAN training", 2020. */
export const translation = defineAugmentation({
  name: 'translation',
  summary: 'moves the critic’s inputs at random, as in DiffAugment',
  options: z.strictObject({
    share: z
      .number()
      .min(0)
      .lt(1)
      .default(0.125)
      .describe('maximum shift in each direction, as a share of the image’s size'),
  }),
  of: 'critic',
  create:
    ({ share }) =>
    (images, key) =>
      translate(images, Math.round(share * images.shape[1]), 'grey', key),
});
