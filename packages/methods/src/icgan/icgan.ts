import { UsageError, type RandomKey } from '@attgan/core';
import { initWeights, type NetworkWeights } from '@attgan/kernels';
import { squaredReconstructionLoss } from '@attgan/losses';
import { takesChange, type Generator } from '@attgan/nets';
import { defineMethod, type Game, type MethodParts, type Stage } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
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
    .describe('share of the iterations that the game takes'),
  scale: z.number().positive().default(1).describe('codes are (2·label − 1)·scale'),
  strength: z.number().positive().default(1).describe('factor on the codes of edited attributes, for later edits'),
  learningRate: z.number().positive().default(2e-4).describe('of Adam in the game'),
  encoderRate: z.number().positive().default(1e-4).describe('of Adam for the encoders'),
});

/**
 * IcGAN (Perarnau et al. 2016): a conditional GAN is trained first; then one encoder learns to find the z of made faces,
 * and another the labels of real ones, while everything else stays as it is. An edit decodes the z that was found with
 * other labels.
 */
export const icgan = defineMethod({
  name: 'icgan',
  summary: 'IcGAN: a conditional GAN, then encoders that invert it',
  options: icganOptions,
  uses: ['generator', 'critic', 'adversarial'],
  defaults: {
    generator: { name: 'icgan' },
    critic: { name: 'icgan' },
    adversarial: { name: 'gan' },
    train: { batch: 64, flip: true },
  },
  create: (options, parts) => createIcgan(options, parts),
});

function createIcgan(
  { gameShare, scale, strength, learningRate, encoderRate }: z.output<typeof icganOptions>,
  {
    generator,
    critic,
    adversarial,
    attributes,
    exclusive,
    iterations,
  }: MethodParts<'generator' | 'critic' | 'adversarial'>,
): Game<IcganForward> {
  if (generator.prior !== true || takesChange(generator)) {
    throw new UsageError('icgan needs a generator that makes faces of random z and labels: --generator icgan.');
  }
  if (critic.conditional !== true) {
    throw new UsageError('icgan needs a critic that judges faces together with their labels: --critic icgan.');
  }
  const editing = { scale, strength, carriesCritic: false };
  const game = { kind: 'adam', learningRate: () => learningRate, beta1: 0.5, beta2: 0.999, epsilon: 1e-8 } as const;
  const inverting = { ...game, learningRate: () => encoderRate, beta1: 0.1 };
  const one = (player: string, value: (f: IcganForward) => tf.Scalar, name: string) => ({
    name: player === 'decoder' ? 'generator' : player,
    updates: 1,
    objectives: [{ player, terms: [{ name, weight: 1, value }] }],
  });
  const playing = Math.max(1, Math.round(gameShare * iterations));
  const inversion = Math.max(1, Math.round((iterations - playing) / 2));
  const stages: Stage<IcganForward>[] = [
    {
      name: 'game',
      iterations: playing,
      phases: [
        one(
          'critic',
          // Half of what is false is made, the other half real with somebody else's labels.
          (f) => adversarial.criticLoss(f.judgeReal(), tf.concat([f.judgeMismatched(), f.judgeMade()])),
          'adversarial',
        ),
        one('decoder', (f) => adversarial.generatorLoss(f.judgeMade()), 'adversarial'),
      ],
    },
    {
      name: 'encoder',
      iterations: inversion,
      phases: [one('encoder', (f) => squaredReconstructionLoss(f.z(), f.found()), 'latent')],
    },
    {
      name: 'reader',
      iterations: Math.max(1, iterations - playing - inversion),
      phases: [one('reader', (f) => squaredReconstructionLoss(f.code(), f.read()), 'labels')],
    },
  ];
  return {
    players: [
      { name: 'critic', optimizer: game, init: (key) => ({ params: initWeights(critic.weights, key), state: {} }) },
      ...OWNERS.map((owner) => ({
        name: owner,
        optimizer: owner === 'decoder' ? game : inverting,
        init: (key: RandomKey) => initWeights(weightsOf(generator, owner), key),
      })),
    ],
    stages,
    forward: (context) => icganForward({ generator, critic, scale }, context),
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
