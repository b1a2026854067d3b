import { z } from 'zod';
import { PAPER_ATTRIBUTES } from './attributes.ts';
import { CROP_NAMES, CROPS, RESAMPLING } from './crops.ts';
import type { Resampling } from './crops.ts';

/** How images are spread over train, validation and test. */
export const SPLIT_NAMES = ['official', 'paper'] as const;
export const BAD_IMAGE_CHOICES = ['stop', 'skip'] as const;

const attributeList = z.union([
  z.array(z.string().min(1)).min(1),
  z
    .string()
    .transform((text) => text.split(',').map((name) => name.trim()))
    .refine((names) => names.every((name) => name !== ''), 'expected names separated by commas'),
]);

/** A command line gives the folder 2024 as a number. */
const folder = (error: string) =>
  z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string({ error }).min(1));

export const celebaOptions = z.strictObject({
  root: folder(
    'say where CelebA lies: the folder that holds img_align_celeba and list_attr_celeba.txt (or .csv)',
  ).describe(
    'the folder that holds img_align_celeba and the label files, as distributed (.txt) or as on Kaggle (.csv)',
  ),
  attributes: attributeList
    .default([...PAPER_ATTRIBUTES])
    .describe(
      'attributes to learn, in this order: an array, or names separated by commas; by default the 13 of the paper',
    ),
  crop: z
    .enum(CROP_NAMES)
    .default('attgan')
    .describe(
      `the square cut from each 178x218 image: ${CROP_NAMES.map((name) => `${name} (${CROPS[name].source})`).join(', ')}`,
    ),
  resample: z.enum(RESAMPLING).optional().describe("the kernel that resizes the square; by default the crop's own"),
  split: z
    .enum(SPLIT_NAMES)
    .default('official')
    .describe(
      'official: as list_eval_partition says; paper: files to 182000 train, to 182637 validation, the rest test',
    ),
  onBadImage: z
    .enum(BAD_IMAGE_CHOICES)
    .default('stop')
    .describe('what to do with a missing or damaged image: stop with an error, or skip it and use the next good one'),
  cache: z
    .string()
    .min(1)
    .default('auto')
    .describe("packed images: auto (use the user's own pack if there is one), off, or the folder of a pack"),
});

export type CelebaOptions = z.output<typeof celebaOptions>;

export function resamplingOf(options: CelebaOptions): Resampling {
  return options.resample ?? CROPS[options.crop].resample;
}
