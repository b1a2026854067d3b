import { z } from 'zod';
import { CROP_NAMES, CROPS, RESAMPLING } from './crops.ts';
import type { CropRule, Resampling } from './crops.ts';

/** What to do with a missing or damaged image. */
export const BAD_IMAGE_CHOICES = ['stop', 'skip'] as const;
export type BadImagePolicy = (typeof BAD_IMAGE_CHOICES)[number];

/** A command line gives the folder 2024 as a number. */
const text = (value: unknown): unknown => (typeof value === 'number' ? String(value) : value);

/** The path of a file or folder; `error` says what to give where it is not one. */
export const pathOption = (error: string) => z.preprocess(text, z.string({ error }).min(1));

/** Names: an array, or separated by commas. */
export const namesOption = z.preprocess(
  text,
  z.union([
    z.array(z.string().min(1)).min(1),
    z
      .string()
      .transform((names) => names.split(',').map((name) => name.trim()))
      .refine((names) => names.every((name) => name !== ''), 'expected names separated by commas'),
  ]),
);

/** One line on each of CelebA's crops, for the summary of an option. */
export const CROP_SOURCES = CROP_NAMES.map((name) => `${name} (${CROPS[name].source})`).join(', ');

/** Options of every data source of image files. */
export const imageOptions = {
  resample: z.enum(RESAMPLING).optional().describe('filter that resizes the square; by default that of the crop'),
  onBadImage: z
    .enum(BAD_IMAGE_CHOICES)
    .default('stop')
    .describe('what to do with a missing or damaged image: stop with an error, or skip it and use the next good one'),
  cache: z
    .string()
    .min(1)
    .default('auto')
    .describe(
      'packed images: auto (a pack in the user cache folder, if there is one), off, or the folder of a pack; verify, or verify:FOLDER, ' +
        'compares each block with its checksum when it is first read',
    ),
};

/** How images are read: the options above, with the crop that the source's own option means. */
export interface ImageSettings {
  readonly crop: CropRule;
  /** The crop as the user calls it, for logs. */
  readonly cropName: string;
  readonly resample: Resampling;
  readonly onBadImage: BadImagePolicy;
  /** `auto`, `off`, `verify`, the folder of a pack, or `verify:` and that. */
  readonly cache: string;
}
