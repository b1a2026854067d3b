import { CROP_NAMES } from '@attgan/image-files';
import { PRESET_NAMES } from '@attgan/nets';
import { z } from 'zod';

const names = z.union([
  z.string().transform((text) => text.split(',').map((name) => name.trim())),
  z.array(z.string()),
]);

/** What weights do not say of themselves. What is not given is taken from the settings file, then from the preset. */
export const importOptions = z.strictObject({
  settings: z
    .string()
    .min(1)
    .optional()
    .describe('settings file of the training; setting.txt or settings.yml beside it unless given'),
  preset: z
    .enum(PRESET_NAMES)
    .optional()
    .describe('published model that fills in size and attributes where nothing else says them'),
  attributes: names
    .pipe(z.array(z.string().min(1)).min(1))
    .optional()
    .describe('names of the attributes, in the order of the code, separated by commas'),
  size: z.int().min(32).max(384).optional().describe('height and width of the images, pixels'),
  scale: z.number().positive().optional().describe('code of an attribute that is on, in training'),
  strength: z.number().positive().optional().describe('factor on edited codes that suits the model'),
  detail: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe('share of what reconstructions lose of a face that edits are given back'),
  skips: z.int().nonnegative().optional().describe('decoder layers that are given an encoder feature'),
  injects: z.int().nonnegative().optional().describe('decoder layers after which the code is given again'),
  slope: z.number().min(0).max(1).optional().describe('slope of the encoder’s leaky ReLU'),
  normEpsilon: z.number().positive().optional().describe('added to variances before the root'),
  crop: z
    .enum([...CROP_NAMES, 'none'])
    .optional()
    .describe('square of the photos that training saw'),
  reader: z
    .strictObject({ model: z.string().min(1), size: z.int().positive() })
    .optional()
    .describe('installed classifier that reads the labels of photos, and the size of its pictures'),
  critic: z
    .boolean()
    .default(true)
    .describe('take the critic, too, where the file has one: it reads the labels of photos'),
});
export type ImportOptions = z.output<typeof importOptions>;
