import { z } from 'zod';
import { defineAverage } from './average.ts';

export const noAverage = defineAverage({
  name: 'none',
  summary: 'models and samples are made with the parameters as they are',
  options: z.strictObject({}),
  create: () => undefined,
});
