import { z } from 'zod';
import { defineAverage } from './average.ts';

export const noAverage = defineAverage({
  name: 'none',
  summary: 'models and samples use the latest parameters',
  options: z.strictObject({}),
  create: () => undefined,
});
