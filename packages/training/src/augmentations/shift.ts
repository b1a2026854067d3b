import { z } from 'zod';
import { defineAugmentation } from './augmentation.ts';
import { translate } from './translate.ts';

export const shift = defineAugmentation({
  name: 'shift',
  summary: 'each image of a batch moved by some pixels, its edge repeated',
  options: z.strictObject({
    pixels: z.int().nonnegative().default(4).describe('the farthest that an image moves, either way'),
  }),
  of: 'batch',
  create:
    ({ pixels }) =>
    (images, key) =>
      translate(images, pixels, 'replicated', key),
});
