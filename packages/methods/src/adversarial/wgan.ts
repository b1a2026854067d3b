import { wassersteinCriticLoss, wassersteinGeneratorLoss } from '@attgan/losses';
import { defineAdversarial } from '@attgan/training';
import { z } from 'zod';

/** Eq. 2: the critic is kept smooth by keeping its parameters small (Arjovsky et al. 2017). */
export const wgan = defineAdversarial({
  name: 'wgan',
  summary: 'Wasserstein distance with weight clipping of the critic (eq. 2)',
  options: z.strictObject({
    clip: z.number().positive().default(0.01).describe('parameters of the critic are clipped to [−clip, clip]'),
  }),
  create: ({ clip }) => ({ criticLoss: wassersteinCriticLoss, generatorLoss: wassersteinGeneratorLoss, clip }),
});
