import { reconstructionLoss, squaredReconstructionLoss } from '@attgan/losses';
import { defineReconstruction } from '@attgan/training';
import { z } from 'zod';

export const l1 = defineReconstruction({
  name: 'l1',
  summary: 'mean absolute difference, as in the paper',
  options: z.strictObject({}),
  create: () => reconstructionLoss,
});

export const l2 = defineReconstruction({
  name: 'l2',
  summary: 'mean squared difference',
  options: z.strictObject({}),
  create: () => squaredReconstructionLoss,
});
