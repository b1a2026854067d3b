import { defineConstraint } from '@attgan/training';
import { z } from 'zod';

export const none = defineConstraint({
  name: 'none',
  summary: 'z is free, as in AttGAN',
  options: z.strictObject({}),
  create: () => ({ players: [], objectives: [], terms: [] }),
});
