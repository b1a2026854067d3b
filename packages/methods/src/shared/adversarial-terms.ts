import type { Adversarial, SlopeContext, Term } from '@attgan/training';
import type * as tf from '@tensorflow/tfjs-core';

/** What a critic says in one update of a method's game. Logits are of any shape. */
export interface Judgements<F> {
  /** Of what counts as real. */
  real(forward: F): tf.Tensor;
  /** Of what counts as made: the critic learns to tell it from what is real. */
  made(forward: F): tf.Tensor;
  /** Of what the generator learns to pass off as real; what counts as made where absent. */
  deceiving?(forward: F): tf.Tensor;
  /** What a penalty may look at. */
  slopes(forward: F): SlopeContext;
  /** Weight of the generator's term; 1 where absent. */
  readonly weight?: number;
}

export interface AdversarialTerms<F> {
  /** `adversarial`, and `penalty` where there is one. */
  readonly critic: readonly Term<F>[];
  /** `adversarial` alone. */
  readonly generator: readonly Term<F>[];
  /** The bound on the critic's parameters, where they are clipped; belongs to the critic's `PlayerSetup`. */
  readonly bound: number | undefined;
}

/**
 * How critic and generator oppose each other, the penalty or the clipping included: whatever method has a critic that judges,
 * any adversarial loss plays in it.
 */
export function adversarialTerms<F>(
  { criticLoss, generatorLoss, penalty, clip }: Adversarial,
  { real, made, deceiving = made, slopes, weight = 1 }: Judgements<F>,
): AdversarialTerms<F> {
  const opposing: Term<F> = { name: 'adversarial', weight: 1, value: (f) => criticLoss(real(f), made(f)) };
  return {
    critic:
      penalty === undefined
        ? [opposing]
        : [opposing, { name: 'penalty', weight: penalty.weight, value: (f) => penalty.value(slopes(f)) }],
    generator: [{ name: 'adversarial', weight, value: (f) => generatorLoss(deceiving(f)) }],
    bound: clip,
  };
}
