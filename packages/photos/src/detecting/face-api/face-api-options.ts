import { z } from 'zod';

/** What `face-api` takes. */
export const faceApiOptions = z.strictObject({
  confidence: z.number().min(0.05).max(0.95).default(0.35).describe('minimum confidence of a face, from 0 to 1'),
  smallest: z.int().min(16).max(512).default(24).describe('width of the smallest faces to look for, pixels'),
  examined: z
    .int()
    .min(512)
    .max(8192)
    .default(1600)
    .describe('longer side that larger photos are shrunk to before the search for small faces, pixels'),
});
