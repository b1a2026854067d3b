import { z } from 'zod';
import { ATTRIBUTES } from './attributes.ts';

/** The options of `--data avatars`. */
export const avatarOptions = z.strictObject({
  seed: z.int().default(0).describe('seed of the faces; each seed gives a different set'),
  attributes: z
    .array(z.enum(ATTRIBUTES))
    .min(1)
    .refine((names) => new Set(names).size === names.length, 'names an attribute twice')
    .default([...ATTRIBUTES])
    .describe('attributes to label; the others still vary'),
  train: z.int().positive().default(20_000).describe('faces in the train split'),
  validation: z.int().positive().default(1_000).describe('faces in the validation split'),
  test: z.int().positive().default(1_000).describe('faces in the test split'),
  noise: z.number().min(0).max(32).default(1.5).describe('standard deviation of the camera noise, in units of 1/255'),
  cache: z
    .string()
    .min(1)
    .default('auto')
    .describe('cache of the drawn faces: auto (the user cache folder), off, or a folder'),
});
export type AvatarOptions = z.output<typeof avatarOptions>;
