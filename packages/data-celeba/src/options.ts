import {
  cropOf,
  CROP_NAMES,
  CROP_SOURCES,
  CROPS,
  imageOptions,
  keepGroups,
  namesOption,
  pathOption,
} from '@attgan/image-files';
import type { ImageChoice, ImageSettings } from '@attgan/image-files';
import { z } from 'zod';
import { PAPER_ATTRIBUTES } from './attributes.ts';
import { EXCLUSIVE_GROUPS } from './conflicts.ts';

/** How images are spread over train, validation and test. */
export const SPLIT_NAMES = ['official', 'paper'] as const;

export const celebaOptions = z.strictObject({
  root: pathOption('set it to the folder that holds img_align_celeba and list_attr_celeba.txt (or .csv)').describe(
    'the folder that holds img_align_celeba and the label files, as distributed (.txt) or as on Kaggle (.csv)',
  ),
  attributes: namesOption
    .default([...PAPER_ATTRIBUTES])
    .describe(
      'attributes to learn, in this order: an array, or names separated by commas; by default the 13 of the paper',
    ),
  crop: z.enum(CROP_NAMES).default('attgan').describe(`the square cropped from each 178x218 image: ${CROP_SOURCES}`),
  split: z
    .enum(SPLIT_NAMES)
    .default('official')
    .describe(
      'official: as in list_eval_partition; paper: images 1 to 182000 train, to 182637 validation, the rest test',
    ),
  ...imageOptions,
});

export type CelebaOptions = z.output<typeof celebaOptions>;

/** How the options read images. */
export function settingsOf({ crop, resample, onBadImage, cache }: CelebaOptions): ImageSettings {
  return { crop: cropOf(crop), cropName: crop, resample: resample ?? CROPS[crop].resample, onBadImage, cache };
}

/** The attributes chosen, and which of them exclude each other. */
export function choiceOf({ attributes }: CelebaOptions): ImageChoice {
  return { attributes, exclusive: keepGroups(EXCLUSIVE_GROUPS, attributes) };
}
