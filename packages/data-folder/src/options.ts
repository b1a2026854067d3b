import { cropOf, CROP_NAMES, CROP_SOURCES, CROPS, imageOptions, namesOption, pathOption } from '@attgan/image-files';
import type { CropName, ImageSettings } from '@attgan/image-files';
import { z } from 'zod';
import { groupsOption } from './groups-option.ts';
import { sharesOption } from './shares-option.ts';

/** `aligned` is the paper's crop by another name. */
const CHOICES = ['square', 'none', 'aligned', ...CROP_NAMES] as const;
type CropChoice = (typeof CHOICES)[number];

export const folderOptions = z.strictObject({
  root: pathOption('set it to the folder of the pictures, which may have subfolders').describe(
    'the folder of the pictures; the label file names them relative to it',
  ),
  labels: pathOption('expected the path of a label file')
    .optional()
    .describe(
      'the label file: .csv with a header, or like list_attr_celeba.txt; by default labels.csv or list_attr_celeba.txt in root',
    ),
  attributes: namesOption
    .optional()
    .describe(
      'attributes to learn, in this order: an array, or names separated by commas; by default all in the label file',
    ),
  exclusive: groupsOption
    .default([])
    .describe('groups of mutually exclusive attributes: "Black_Hair,Blond_Hair;Bald,Bangs", or an array of arrays'),
  partition: pathOption('expected the path of a file that names the split of each picture')
    .optional()
    .describe(
      "the split of each picture: a .csv of file and split, or like list_eval_partition.txt; by default the label file's column split",
    ),
  shares: sharesOption
    .optional()
    .describe('shares of train, validation and test, by a hash of the file name; 90/5/5 if no file gives the splits'),
  identity: pathOption('expected the path of a file that names the person on each picture')
    .optional()
    .describe(
      "the person on each picture: a .csv of file and person, or like identity_CelebA.txt; by default the label file's column identity",
    ),
  crop: z
    .enum(CHOICES)
    .default('square')
    .describe(
      `square: the largest centred square; none: pictures are square already; aligned: the paper's crop, for pictures aligned like CelebA's 178x218; other crops of such pictures: ${CROP_SOURCES}`,
    ),
  ...imageOptions,
});

export type FolderOptions = z.output<typeof folderOptions>;

/** Which of CelebA's crops a choice is; undefined for the others. */
export function alignedCrop(crop: CropChoice): CropName | undefined {
  if (crop === 'aligned') return 'attgan';
  return crop === 'square' || crop === 'none' ? undefined : crop;
}

/** How the options read images. */
export function settingsOf({ crop, resample, onBadImage, cache }: FolderOptions): ImageSettings {
  const aligned = alignedCrop(crop);
  return {
    crop: aligned === undefined ? (crop as 'square' | 'none') : cropOf(aligned),
    cropName: crop,
    // What editing resizes photos with.
    resample: resample ?? (aligned === undefined ? 'bicubic' : CROPS[aligned].resample),
    onBadImage,
    cache,
  };
}
