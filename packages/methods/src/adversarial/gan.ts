import { costOfReal, ganCriticLoss, saturatingGeneratorLoss } from '@attgan/losses';
import { defineAdversarial } from '@attgan/training';
import { z } from 'zod';
import { penaltyOf, penaltyOptions } from './penalty.ts';

/** Eq. 1: log D(x) + log(1 − D(x̂)) (Goodfellow et al. 2014). */
export const gan = defineAdversarial({
  name: 'gan',
  summary: 'cross-entropy losses of the original GAN (eq. 1), saturating or not',
  options: penaltyOptions('none').extend({
    saturating: z
      .boolean()
      .default(false)
      .describe('the generator minimises log(1 − D), as in eq. 1, instead of maximising log D'),
  }),
  create: ({ saturating, ...penalty }) => ({
    criticLoss: ganCriticLoss,
    generatorLoss: saturating ? saturatingGeneratorLoss : costOfReal,
    ...penaltyOf(penalty),
  }),
});
