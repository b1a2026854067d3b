import { z } from 'zod';

const MISSING =
  '--iterations is missing: small networks show first results after 3000; the paper’s 200 epochs of CelebA are 189400';

export const trainOptions = z.strictObject({
  iterations: z
    .int({ error: ({ input }) => (input === undefined ? MISSING : undefined) })
    .positive()
    .describe('iterations to train; each runs all phases once'),
  batch: z.int().positive().default(32).describe('images in each update, of all processes together'),
  statistics: z
    .enum(['local', 'synchronised'])
    .default('local')
    .describe(
      'of which images batch normalisation takes mean and variance where several processes train: of each process’s own (local), or of the whole batch (synchronised)',
    ),
  seed: z
    .int()
    .nonnegative()
    .default(0)
    .describe('seed of everything random: initial weights, order of images, target labels, …'),
  balance: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe('share of each batch drawn so that every attribute is seen on and off equally often'),
  balanceWeights: z
    .record(z.string(), z.number().nonnegative())
    .default({})
    .describe(
      'how often balanced images are drawn for an attribute, relative to the others, such as {"Bald": 3}; 1 for those that are not named',
    ),
  from: z
    .string()
    .min(1)
    .optional()
    .describe('model folder, or name of an installed model, whose weights training starts from'),
  log: z.int().positive().default(50).describe('iterations between lines of metrics'),
  samples: z.int().positive().default(500).describe('iterations between sample sheets'),
  checkpoint: z.int().positive().default(500).describe('iterations between checkpoints'),
  keep: z.int().positive().default(2).describe('number of checkpoints kept'),
  minutes: z.number().positive().optional().describe('stop after so many minutes, with a checkpoint to resume from'),
});
export type TrainOptions = z.output<typeof trainOptions>;
