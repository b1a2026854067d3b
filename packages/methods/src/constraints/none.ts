import { defineConstraint } from '@attgan/training';
import { z } from 'zod';

export const none = defineConstraint({
  name: 'none',
  summary: 'z is not constrained, as in AttGAN',
  options: z.strictObject({}),
  create: () => ({ players: [], objectives: [], terms: [] }),
});
