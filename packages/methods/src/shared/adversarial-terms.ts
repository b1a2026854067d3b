import type { Adversarial, SlopeContext, Term } from '@attgan/training';
import type * as tf from '@tensorflow/tfjs-core';

/** A critic's logits in one update of a method's game, of any shape. */
export interface Judgements<F> {
  /** Logits of what counts as real. */
  real(forward: F): tf.Tensor;
  /** Logits of what counts as fake: the critic learns to tell it from real. */
  made(forward: F): tf.Tensor;
  /** Logits of what the generator learns to make look real; those of `made` where absent. */
  deceiving?(forward: F): tf.Tensor;
  /** Inputs of a gradient penalty. */
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
 * The adversarial terms of critic and generator, including the penalty or the clipping. Any adversarial loss works with any
 * method whose critic judges faces.
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
