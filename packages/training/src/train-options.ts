import { z } from 'zod';

const MISSING =
  '--iterations is missing: rounds to train. 3000 show what small networks learn; the paper’s 200 epochs of CelebA are 189400';

export const trainOptions = z.strictObject({
  iterations: z
    .int({ error: ({ input }) => (input === undefined ? MISSING : undefined) })
    .positive()
    .describe('rounds of all phases'),
  batch: z.int().positive().default(32).describe('images an update'),
  seed: z.int().nonnegative().default(0).describe('of first weights, order, target labels and all else random'),
  log: z.int().positive().default(50).describe('iterations between lines of metrics'),
  samples: z.int().positive().default(500).describe('iterations between sample grids'),
  checkpoint: z.int().positive().default(500).describe('iterations between checkpoints'),
  keep: z.int().positive().default(2).describe('checkpoints kept'),
  minutes: z.number().positive().optional().describe('stop, saved and resumable, after this long'),
});
export type TrainOptions = z.output<typeof trainOptions>;
