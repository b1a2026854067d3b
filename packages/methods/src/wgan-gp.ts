import { gradientPenalty, interpolate, wassersteinCriticLoss, wassersteinGeneratorLoss } from '@attgan/losses';
import { defineAdversarial } from '@attgan/training';
import { z } from 'zod';

/** Wasserstein critic held to slope one on the lines between real and edited faces (Gulrajani et al. 2017). */
export const wganGp = defineAdversarial({
  name: 'wgan-gp',
  summary: 'Wasserstein distance with a gradient penalty, as in the paper',
  options: z.strictObject({
    penaltyWeight: z.number().nonnegative().default(10).describe('weight of the gradient penalty'),
  }),
  create: ({ penaltyWeight }) => ({
    criticLoss: wassersteinCriticLoss,
    generatorLoss: wassersteinGeneratorLoss,
    penalty: {
      weight: penaltyWeight,
      value: (critic, real, edited, position) => gradientPenalty(critic, interpolate(real, edited, position)),
    },
  }),
});
