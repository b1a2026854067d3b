import { z } from 'zod';

/** What estimates take for granted beside measured figures. */
export const estimateAssumptions = z.strictObject({
  machines: z.array(z.int().positive()).min(1).default([1, 8, 64]).describe('numbers of machines'),
  photos: z.number().positive().default(1e8).describe('photos to edit'),
  photosInShard: z.number().positive().default(10_000).describe('photos that one process edits'),
  trainingPhotos: z.number().positive().default(182_000).describe('photos in an epoch'),
  epochs: z.number().positive().default(200).describe('epochs'),
  batch: z.int().positive().default(32).describe('images in an update'),
  criticUpdates: z.int().positive().default(5).describe('critic updates for each generator update'),
  network: z.number().positive().default(1250).describe('MB a second of the network between machines: 10 Gbit/s'),
  reduce: z
    .number()
    .positive()
    .default(180)
    .describe('MB a second that a process on a processor reduces: 48 MB in 267 ms'),
  gpuNetwork: z.number().positive().default(12_500).describe('the same of the network between GPUs: 100 Gbit/s'),
  latency: z.number().nonnegative().default(0.0001).describe('seconds of one message'),
});

export type EstimateAssumptions = z.output<typeof estimateAssumptions>;

/** A machine with a GPU, as far as it was measured. */
export const measuredGpu = z.strictObject({
  name: z.string().min(1),
  /** Images in each of these. */
  batch: z.int().positive(),
  critic_ms: z.number().positive(),
  generator_ms: z.number().positive(),
  edits_per_s: z.number().positive(),
  /** The networks that were timed; estimates refuse others than those of the processor. */
  preset: z.string(),
  width: z.number().positive(),
  /** Cores of its machine, which read, find faces and write. */
  cores: z.int().positive(),
});

export type MeasuredGpu = z.output<typeof measuredGpu>;
