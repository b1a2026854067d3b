import { z } from 'zod';
import { defineAugmentation } from './augmentation.ts';
import { translate } from './translate.ts';

export const shift = defineAugmentation({
  name: 'shift',
  summary: 'moves each image of a batch by a random number of pixels, repeating its border',
  options: z.strictObject({
    pixels: z.int().nonnegative().default(4).describe('maximum shift in each direction, pixels'),
  }),
  of: 'batch',
  create:
    ({ pixels }) =>
    (images, key) =>
      translate(images, pixels, 'replicated', key),
});
