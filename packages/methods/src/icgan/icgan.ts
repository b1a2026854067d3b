import { UsageError, type RandomKey } from '@attgan/core';
import { initWeights, type NetworkWeights } from '@attgan/kernels';
import { squaredReconstructionLoss } from '@attgan/losses';
import { takesChange, type Generator } from '@attgan/nets';
import { adam, defineMethod, type Game, type MethodParts, type Phase } from '@attgan/training';
import type { Stage, Term } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { adversarialTerms } from '../shared/adversarial-terms.ts';
import { drawEdits } from '../shared/draw-edits.ts';
import { modelTensors } from '../shared/model-tensors.ts';
import { icganForward, owned, OWNERS, whole, type IcganForward, type Owner } from './icgan-forward.ts';

const icganOptions = z.strictObject({
  /** 25 epochs of the game and 15 of each encoder, as published. */
  gameShare: z
    .number()
    .gt(0)
    .lt(1)
    .default(25 / 55)
    .describe('share of the iterations that train the conditional GAN; the rest train the encoders'),
  scale: z.number().positive().default(1).describe('codes are (2·label − 1)·scale'),
  strength: z
    .number()
    .positive()
    .default(1)
    .describe('default strength of edits: factor on the codes of edited attributes'),
  encoderRate: z.number().positive().default(1e-4).describe('learning rate of the encoders’ Adam'),
});

/** The parts that IcGAN uses. The optimizer and its schedule are those of the GAN. */
export const ICGAN_PARTS = ['generator', 'critic', 'adversarial', 'optimizer', 'schedule', 'augmentation'] as const;

/**
 * IcGAN (Perarnau et al. 2016): a conditional GAN is trained first; then one encoder learns to recover z from generated faces,
 * and another the labels from real ones, while everything else is frozen. An edit decodes the recovered z with other labels.
 */
export const icgan = defineMethod({
  name: 'icgan',
  summary: 'IcGAN: a conditional GAN, then encoders that invert it',
  options: icganOptions,
  uses: ICGAN_PARTS,
  defaults: {
    generator: { name: 'icgan' },
    critic: { name: 'icgan' },
    adversarial: { name: 'gan' },
    optimizer: { name: 'adam', learningRate: 2e-4, beta1: 0.5 },
    augmentation: [{ name: 'mirror' }],
    train: { batch: 64 },
  },
  create: (options, parts) => createIcgan(options, parts),
});

function createIcgan(
  { gameShare, scale, strength, encoderRate }: z.output<typeof icganOptions>,
  {
    generator,
    critic,
    adversarial,
    optimizer,
    schedule,
    augmentation,
    attributes,
    exclusive,
    iterations,
  }: MethodParts<(typeof ICGAN_PARTS)[number]>,
): Game<IcganForward> {
  if (generator.prior !== true || takesChange(generator)) {
    throw new UsageError('icgan needs a generator that makes faces from random z and labels: --generator icgan.');
  }
  if (critic.conditional !== true) {
    throw new UsageError('icgan needs a critic that judges faces together with their labels: --critic icgan.');
  }
  const editing = { scale, strength, carriesCritic: false };
  const opposition = adversarialTerms<IcganForward>(adversarial, {
    real: (f) => f.judgeReal(),
    // Half of the fakes are generated, the other half are real faces with other labels.
    made: (f) => tf.concat([f.judgeMismatched(), f.judgeMade()]),
    deceiving: (f) => f.judgeMade(),
    slopes: (f) => f.slopes(),
  });
  const one = (player: string, terms: readonly Term<IcganForward>[]): Phase<IcganForward> => ({
    name: player === 'decoder' ? 'generator' : player,
    updates: 1,
    objectives: [{ player, terms }],
  });
  const found = (name: string, value: (f: IcganForward) => tf.Scalar): Term<IcganForward>[] => [
    { name, weight: 1, value },
  ];
  const playing = Math.max(1, Math.round(gameShare * iterations));
  const inversion = Math.max(1, Math.round((iterations - playing) / 2));
  const stages: Stage<IcganForward>[] = [
    {
      name: 'game',
      iterations: playing,
      phases: [one('critic', opposition.critic), one('decoder', opposition.generator)],
    },
    {
      name: 'encoder',
      iterations: inversion,
      phases: [
        one(
          'encoder',
          found('latent', (f) => squaredReconstructionLoss(f.z(), f.found())),
        ),
      ],
    },
    {
      name: 'reader',
      iterations: Math.max(1, iterations - playing - inversion),
      phases: [
        one(
          'reader',
          found('labels', (f) => squaredReconstructionLoss(f.code(), f.read())),
        ),
      ],
    },
  ];
  // The game is over long before the iterations are.
  const ofGame = { optimizer, schedule: (iteration: number) => schedule(iteration, playing) };
  const inverting = { optimizer: adam.create({ learningRate: encoderRate, beta1: 0.1 }) };
  return {
    players: [
      {
        name: 'critic',
        ...ofGame,
        bound: opposition.bound,
        init: (key) => ({ params: initWeights(critic.weights, key), state: {} }),
      },
      ...OWNERS.map((owner) => ({
        name: owner,
        ...(owner === 'decoder' ? ofGame : inverting),
        init: (key: RandomKey) => initWeights(weightsOf(generator, owner), key),
      })),
    ],
    stages,
    forward: (context) => icganForward({ generator, critic, scale, augment: augmentation.critic }, context),
    advance: (forward) => forward.advanced(),
    measures: {},
    editing,
    samples: (players, batch) => drawEdits({ generator, editing, attributes, exclusive }, whole(players), batch),
    model: (players) => modelTensors(whole(players)),
  };
}

/** What one player owns of the generator. */
function weightsOf({ weights }: Generator, owner: Owner): NetworkWeights {
  return { params: owned(weights.params, owner), state: owned(weights.state, owner) };
}
