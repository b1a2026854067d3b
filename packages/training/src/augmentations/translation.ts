import { z } from 'zod';
import { defineAugmentation } from './augmentation.ts';
import { translate } from './translate.ts';

/** Zhao et al., "Differentiable augmentation for data-efficient GAN training", 2020. */
export const translation = defineAugmentation({
  name: 'translation',
  summary: 'whatever a critic judges is moved, as in DiffAugment',
  options: z.strictObject({
    share: z
      .number()
      .min(0)
      .lt(1)
      .default(0.125)
      .describe('the farthest that an image moves, either way, as a share of its size'),
  }),
  of: 'critic',
  create:
    ({ share }) =>
    (images, key) =>
      translate(images, Math.round(share * images.shape[1]), 'grey', key),
});
