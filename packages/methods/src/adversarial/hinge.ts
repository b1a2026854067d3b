import { hingeCriticLoss, wassersteinGeneratorLoss } from '@attgan/losses';
import { defineAdversarial } from '@attgan/training';
import { penaltyOf, penaltyOptions } from './penalty.ts';

/** A margin of 1 on either side (Lim & Ye 2017). */
export const hinge = defineAdversarial({
  name: 'hinge',
  summary: 'hinge loss: logits beyond the margin give the critic no gradient',
  options: penaltyOptions('none'),
  create: (options) => ({
    criticLoss: hingeCriticLoss,
    generatorLoss: wassersteinGeneratorLoss,
    ...penaltyOf(options),
  }),
});
