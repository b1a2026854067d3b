import { initWeights } from '@attgan/kernels';
import { classificationAccuracy, classificationLoss } from '@attgan/losses';
import { defineMethod, unaugmented, type Game, type MethodParts, type PlayerValues } from '@attgan/training';
import { z } from 'zod';
import { attganForward, type AttganForward } from '../attgan/attgan-forward.ts';
import { drawEdits } from '../shared/draw-edits.ts';
import { randomDraws } from '../shared/draws.ts';
import { modelTensors } from '../shared/model-tensors.ts';

const faderOptions = z.strictObject({
  scale: z
    .number()
    .positive()
    .default(1)
    .describe('codes are (2·label − 1)·scale; 1 corresponds to the one-hot labels of the published networks'),
  strength: z
    .number()
    .positive()
    .default(3)
    .describe(
      'default strength of edits: factor on the codes of edited attributes; 3 corresponds to α = 2 of the published edits',
    ),
  clipNorm: z.number().positive().default(5).describe('maximum norm of the autoencoder’s gradients'),
});

/** The parts that Fader Networks use: no critic judges faces, so there is no adversarial. */
export const FADER_PARTS = ['generator', 'critic', 'reconstruction', 'constraint', 'optimizer', 'schedule'] as const;

/**
 * Fader Networks (Lample et al. 2017): an autoencoder whose z must not reveal the attributes, so that the decoder has to take
 * them from the code. No critic judges edits. The critic only learns the labels of real faces, so that a model can edit photos
 * without labels; it does not influence the other players.
 */
export const fader = defineMethod({
  name: 'fader',
  summary: 'Fader Networks: an autoencoder whose z must not reveal the attributes',
  options: faderOptions,
  uses: FADER_PARTS,
  defaults: {
    generator: { name: 'fader' },
    critic: { name: 'attgan', preset: 'paper-64', width: 0.125 },
    reconstruction: { name: 'l2' },
    optimizer: { name: 'adam', learningRate: 2e-4, beta1: 0.5 },
    constraint: { name: 'latent-independence', weight: 1e-4, ramp: 0.5, clipNorm: 5 },
  },
  create: (options, parts) => createFader(options, parts),
});

function createFader(
  { scale, strength, clipNorm }: z.output<typeof faderOptions>,
  {
    generator,
    critic,
    reconstruction,
    constraint,
    optimizer,
    schedule,
    attributes,
    exclusive,
    iterations,
  }: MethodParts<(typeof FADER_PARTS)[number]>,
): Game<AttganForward> {
  const editing = { scale, strength, carriesCritic: true };
  const draws = randomDraws({ flipShare: 0, attributes, exclusive });
  const settings = {
    generator,
    critic,
    scale,
    criticNoise: 0,
    detail: { share: 0 },
    jointDecoding: false,
    jointJudging: false,
    draws,
    augment: unaugmented.critic,
  };
  const reading = {
    player: 'critic',
    terms: [
      {
        name: 'classification',
        weight: 1,
        value: (f: AttganForward) => classificationLoss(f.labels, f.judgeReal().attributes),
      },
    ],
  };
  return {
    players: [
      { name: 'critic', optimizer, schedule, init: (key) => ({ params: initWeights(critic.weights, key), state: {} }) },
      ...constraint.players,
      { name: 'generator', optimizer, schedule, clipNorm, init: (key) => initWeights(generator.weights, key) },
    ],
    stages: [
      {
        name: 'fader',
        iterations,
        phases: [
          { name: 'constraint', updates: 1, objectives: [...constraint.objectives, reading] },
          {
            name: 'generator',
            updates: 1,
            objectives: [
              {
                player: 'generator',
                terms: [
                  {
                    name: 'reconstruction',
                    weight: 1,
                    value: (f) => reconstruction(f.real, f.reconstruction()),
                  },
                  ...constraint.terms,
                ],
              },
            ],
          },
        ],
      },
    ],
    forward: (context) => attganForward(settings, context),
    advance: (forward) => ({ generator: forward.advancedState() }),
    measures: { constraint: { accuracyReal: (f) => classificationAccuracy(f.labels, f.judgeReal().attributes) } },
    editing,
    samples: (players, batch) =>
      drawEdits({ generator, editing, attributes, exclusive }, players['generator'] as PlayerValues, batch),
    model: (players) => modelTensors(players['generator'] as PlayerValues, players['critic']?.params),
  };
}
