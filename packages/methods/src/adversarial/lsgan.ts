import { leastSquaresCriticLoss, leastSquaresGeneratorLoss } from '@attgan/losses';
import { defineAdversarial } from '@attgan/training';
import { penaltyOf, penaltyOptions } from './penalty.ts';

/** Logits drawn to 1 and 0 (Mao et al. 2017). */
export const lsgan = defineAdversarial({
  name: 'lsgan',
  summary: 'least squares: target logits are 1 for real and 0 for edited faces',
  options: penaltyOptions('none'),
  create: (options) => ({
    criticLoss: leastSquaresCriticLoss,
    generatorLoss: leastSquaresGeneratorLoss,
    ...penaltyOf(options),
  }),
});
