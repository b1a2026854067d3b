import { z } from 'zod';

export const attganOptions = z.strictObject({
  criticUpdates: z.int().positive().default(5).describe('critic updates for each generator update'),
  scale: z.number().positive().default(0.5).describe('codes are (2·label − 1)·scale'),
  strength: z
    .number()
    .positive()
    .default(2)
    .describe('default strength of edits: factor on the codes of edited attributes'),
  criticNoise: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'standard deviation of noise added to the critic’s inputs, which hides faint patterns; pixels are in [−1, 1]',
    ),
  criticDoubt: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'weight of a term that trains the classifier to read the original labels from edited faces, against adversarial patterns',
    ),
  doubtWeights: z
    .record(z.string(), z.number().nonnegative())
    .default({})
    .describe(
      'factors on criticDoubt by attribute, such as {"Bald": 0.2}: rare ones need less, or the classifier takes the attribute itself for an edit; 1 for those that are not named',
    ),
  flipShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'share of faces whose target is their own labels with one flipped, instead of the labels of another face',
    ),
  flipWeights: z
    .record(z.string(), z.number().nonnegative())
    .default({})
    .describe(
      'how often an attribute is the flipped one, relative to the others, such as {"Bald": 3}; 1 for those that are not named',
    ),
  detail: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'share of what a reconstruction loses of its face that edits are given back, in training and by the model: 1 adds the difference of edit and reconstruction to the face',
    ),
  detailFade: z
    .strictObject({ from: z.number().nonnegative(), to: z.number().positive() })
    .refine(({ from, to }) => from < to, 'from must be less than to')
    .optional()
    .describe(
      'where edits are given back less detail: none where edit and reconstruction differ by `to` or more, all up to `from`, such as {"from": 0.2, "to": 0.6}; pixels are in [−1, 1]',
    ),
  detailSmooth: z
    .boolean()
    .default(false)
    .describe(
      'smooth the difference of edit and reconstruction where it is added to the face, so that fine patterns of the decoder do not get there',
    ),
  restraint: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'weight of the mean absolute difference between edit and face, so that an edit changes no more than it needs; pixels are in [−1, 1]',
    ),
  jointDecoding: z
    .boolean()
    .default(true)
    .describe('edits and reconstructions share batch statistics, so that a single photo is edited as in training'),
});
export type AttganOptions = z.output<typeof attganOptions>;
