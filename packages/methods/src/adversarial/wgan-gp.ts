import { wassersteinCriticLoss, wassersteinGeneratorLoss } from '@attgan/losses';
import { defineAdversarial } from '@attgan/training';
import { penaltyOf, penaltyOptions } from './penalty.ts';

/** Wasserstein critic whose gradient norm is held to 1 on the lines between real and edited faces (Gulrajani et al. 2017). */
export const wganGp = defineAdversarial({
  name: 'wgan-gp',
  summary: 'Wasserstein distance with a gradient penalty, as in the paper',
  options: penaltyOptions('line'),
  create: (options) => ({
    criticLoss: wassersteinCriticLoss,
    generatorLoss: wassersteinGeneratorLoss,
    ...penaltyOf(options),
  }),
});
