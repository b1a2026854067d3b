import { fold, uniform } from '@attgan/core';
import { gradientPenalty, interpolate, perturb } from '@attgan/losses';
import type { Adversarial, SlopeContext } from '@attgan/training';
import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** Where the critic's gradient norm is penalised. */
const PLACES = ['line', 'dragan', 'real', 'none'] as const;

/** Options of a gradient penalty, for adversarial definitions to extend. */
export function penaltyOptions(place: (typeof PLACES)[number]) {
  return z.strictObject({
    penalty: z
      .enum(PLACES)
      .default(place)
      .describe(
        'where the critic’s gradient norm is penalised: on the line between real and edited faces, around real faces (dragan), at real faces, or nowhere',
      ),
    penaltyWeight: z.number().nonnegative().default(10).describe('weight of the gradient penalty'),
    penaltyCentre: z
      .number()
      .nonnegative()
      .default(1)
      .describe('gradient norm without a penalty: 1, or 0 for a zero-centred penalty'),
  });
}

/** The `penalty` of an `Adversarial` with these options. */
export function penaltyOf({
  penalty,
  penaltyWeight,
  penaltyCentre,
}: z.output<ReturnType<typeof penaltyOptions>>): Pick<Adversarial, 'penalty'> {
  if (penalty === 'none' || penaltyWeight === 0) return {};
  return {
    penalty: {
      weight: penaltyWeight,
      value: (slopes) => gradientPenalty(slopes.critic, pointsOf[penalty](slopes), penaltyCentre),
    },
  };
}

const pointsOf: Readonly<Record<'line' | 'dragan' | 'real', (slopes: SlopeContext) => tf.Tensor4D>> = {
  line: ({ real, edited, position }) => interpolate(real, edited(), position()),
  dragan({ real, position, key }) {
    const { size, shape } = real;
    const draws = fresh(fold(key, 'around real faces'), (by) => tf.tensor4d(uniform(by, size), shape));
    return perturb(real, draws, position());
  },
  real: ({ real }) => real,
};
