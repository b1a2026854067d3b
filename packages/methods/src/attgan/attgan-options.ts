import { z } from 'zod';

export const attganOptions = z.strictObject({
  criticUpdates: z.int().positive().default(5).describe('critic updates for each generator update'),
  scale: z.number().positive().default(0.5).describe('codes are (2·label − 1)·scale'),
  strength: z.number().positive().default(2).describe('factor on the codes of edited attributes, for later edits'),
  criticNoise: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'deviation of noise on what the critic sees, so that faint patterns cannot fool it; pixels are in [−1, 1]',
    ),
  criticDoubt: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'weight of teaching the classifier that edited faces are what they were, so that no pattern convinces it for long',
    ),
  flipShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'share of the faces that are edited towards their own labels with one flipped, not another face’s labels',
    ),
  jointDecoding: z
    .boolean()
    .default(true)
    .describe('edits and reconstructions share batch statistics, so that a lone photo is edited as in training'),
});
export type AttganOptions = z.output<typeof attganOptions>;
