import { z } from 'zod';

export const trainOptions = z.strictObject({
  iterations: z.int().positive().default(189_400).describe('rounds of all phases; the paper’s 200 epochs by default'),
  batch: z.int().positive().default(32).describe('images an update'),
  seed: z.int().nonnegative().default(0).describe('of first weights, order, target labels and all else random'),
  log: z.int().positive().default(50).describe('iterations between lines of metrics'),
  samples: z.int().positive().default(500).describe('iterations between sample grids'),
  checkpoint: z.int().positive().default(500).describe('iterations between checkpoints'),
  keep: z.int().positive().default(2).describe('checkpoints kept'),
  minutes: z.number().positive().optional().describe('stop, saved and resumable, after this long'),
});
export type TrainOptions = z.output<typeof trainOptions>;
