import { flatten, type TensorTree } from '@attgan/kernels';
import { classificationAccuracy, classificationLoss } from '@attgan/losses';
import { defineMethod, type Game, type MethodParts } from '@attgan/training';
import type * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { attganForward, type AttganForward } from './attgan-forward.ts';
import { attganSamples } from './attgan-samples.ts';
import { diagnoseAttgan } from './diagnose-attgan.ts';
import { randomDraws, type Draws } from './draws.ts';
import { checkWeights, weighted } from './weighted.ts';

export const attganOptions = z.strictObject({
  criticUpdates: z.int().positive().default(5).describe('critic updates for each generator update'),
  scale: z.number().positive().default(0.5).describe('codes are (2·label − 1)·scale'),
  learningRate: z.number().positive().default(2e-4).describe('of Adam, for both players'),
  decayFrom: z.number().min(0).max(1).default(1).describe('share of the iterations after which the rate falls to 0'),
  criticNoise: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'deviation of noise on what the critic sees, so that faint patterns cannot fool it; pixels are in [−1, 1]',
    ),
  criticDoubt: z
    .number()
    .nonnegative()
    .default(0)
    .describe(
      'weight of teaching the classifier that edited faces are what they were, so that no pattern convinces it for long',
    ),
  flipShare: z
    .number()
    .min(0)
    .max(1)
    .default(0)
    .describe(
      'share of the faces that are edited towards their own labels with one flipped, not another face’s labels',
    ),
  jointDecoding: z
    .boolean()
    .default(true)
    .describe('edits and reconstructions share batch statistics, so that a lone photo is edited as in training'),
  beta1: z.number().min(0).max(1).default(0.5).describe('of Adam'),
  beta2: z.number().min(0).max(1).default(0.999).describe('of Adam'),
});
export type AttganOptions = z.output<typeof attganOptions>;

/** AttGAN (arXiv 1711.10678): section 3.1, equations 13 and 14. */
export const attgan = defineMethod({
  name: 'attgan',
  summary: 'AttGAN: reconstruct with own attributes, satisfy classifier and critic with others',
  options: attganOptions,
  create: (options, parts) => createAttgan(options, parts),
});

/** The game; `draws` fixes what an update draws, for comparisons. */
export function createAttgan(
  options: AttganOptions,
  { generator, critic, adversarial, reconstruction, weights, iterations, attributes, exclusive }: MethodParts,
  draws: Draws = randomDraws({ flipShare: options.flipShare, attributes, exclusive }),
): Game<AttganForward> {
  const { criticUpdates, scale, criticNoise, criticDoubt, jointDecoding, beta1, beta2 } = options;
  const learningRate = schedule(options, iterations);
  const optimizer = { kind: 'adam', learningRate, beta1, beta2, epsilon: 1e-8 } as const;
  const { penalty } = adversarial;

  const critical = weighted<AttganForward>('critic', weights);
  const criticTerms = [
    critical('adversarial', 1, (f) => adversarial.criticLoss(f.judgeReal().adversarial, f.judgeEdit().adversarial)),
    critical('classification', 1, (f) => classificationLoss(f.labels, f.judgeReal().attributes)),
    ...(criticDoubt === 0
      ? []
      : [critical('doubt', criticDoubt, (f) => classificationLoss(f.labels, f.judgeEdit().attributes))]),
    ...(penalty === undefined
      ? []
      : [
          critical('penalty', penalty.weight, (f) =>
            penalty.value((x) => f.critic(x).adversarial, f.real, f.edit(), f.position()),
          ),
        ]),
  ];
  const generative = weighted<AttganForward>('generator', weights);
  const generatorTerms = [
    generative('adversarial', 1, (f) => adversarial.generatorLoss(f.judgeEdit().adversarial)),
    generative('classification', 10, (f) => classificationLoss(f.target(), f.judgeEdit().attributes)),
    generative('reconstruction', 100, (f) => reconstruction(f.real, f.reconstruction())),
  ];
  checkWeights({ critic: criticTerms, generator: generatorTerms }, weights);

  return {
    players: [
      { name: 'critic', optimizer, init: (key) => ({ params: critic.init(key), state: {} }) },
      { name: 'generator', optimizer, init: (key) => generator.init(key) },
    ],
    stages: [
      {
        name: 'attgan',
        iterations,
        phases: [
          { name: 'critic', updates: criticUpdates, objectives: [{ player: 'critic', terms: criticTerms }] },
          { name: 'generator', updates: 1, objectives: [{ player: 'generator', terms: generatorTerms }] },
        ],
      },
    ],
    forward: (context) => attganForward({ generator, critic, scale, criticNoise, jointDecoding, draws }, context),
    advance: (forward) => ({ generator: forward.advancedState() }),
    measures: {
      critic: { accuracyReal: (f) => classificationAccuracy(f.labels, f.judgeReal().attributes) },
      generator: { accuracyEdited: (f) => classificationAccuracy(f.target(), f.judgeEdit().attributes) },
    },
    samples: (players, batch) => attganSamples({ generator, scale, attributes, exclusive }, players, batch),
    diagnose: diagnoseAttgan,
    model(players) {
      const { params, state } = players['generator'] as { params: TensorTree; state: TensorTree };
      const entries = [
        ...flatten<tf.Tensor>(params, 'generator/params'),
        ...flatten<tf.Tensor>(state, 'generator/state'),
        ...flatten<tf.Tensor>((players['critic'] as { params: TensorTree }).params, 'critic'),
      ];
      return Object.fromEntries(entries);
    },
  };
}

/** Constant up to `decayFrom` of the iterations, then straight down to zero. */
function schedule({ learningRate, decayFrom }: AttganOptions, iterations: number): (iteration: number) => number {
  const start = decayFrom * iterations;
  return (iteration) =>
    iteration < start ? learningRate : (learningRate * (iterations - iteration)) / Math.max(1, iterations - start);
}
