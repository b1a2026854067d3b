import { UsageError, type RandomKey } from '@attgan/core';
import { initWeights, type NetworkWeights } from '@attgan/kernels';
import { classificationAccuracy, classificationLoss, costOfMade, costOfReal } from '@attgan/losses';
import { featureDistance, priorDivergence } from '@attgan/losses';
import { part, type Generator } from '@attgan/nets';
import { defineMethod, type Game, type MethodParts, type Metrics } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { adversarialTerms } from '../shared/adversarial-terms.ts';
import { aheadOf } from '../shared/ahead-of.ts';
import { drawEdits } from '../shared/draw-edits.ts';
import { modelTensors } from '../shared/model-tensors.ts';
import { vaeganForward, whole, type VaeganForward } from './vaegan-forward.ts';

const vaeganOptions = z.strictObject({
  scale: z
    .number()
    .positive()
    .default(0.5)
    .describe('codes are (2·label − 1)·scale; with 0.5, a flip moves z by one attribute vector'),
  strength: z
    .number()
    .positive()
    .default(1)
    .describe('default strength of edits: factor on the codes of edited attributes'),
  balance: z
    .number()
    .min(0)
    .max(1)
    .default(1e-6)
    .describe('weight of the feature distance in the decoder’s loss; the adversarial term has 1 minus this'),
  equilibrium: z
    .number()
    .positive()
    .default(0.68)
    .describe('loss per judged face at which critic and decoder are balanced'),
  margin: z
    .number()
    .positive()
    .default(0.35)
    .describe('distance from the equilibrium at which the stronger player stops updating'),
});
type VaeganOptions = z.output<typeof vaeganOptions>;

/** The parts that VAE/GAN uses. */
export const VAEGAN_PARTS = ['generator', 'critic', 'adversarial', 'optimizer', 'schedule', 'augmentation'] as const;

/**
 * VAE/GAN (Larsen et al. 2016, algorithm 1): a variational autoencoder that compares faces in the features of the critic
 * it plays against. An edit adds to z the mean of faces with an attribute minus the mean of those without.
 */
export const vaegan = defineMethod({
  name: 'vaegan',
  summary: 'VAE/GAN: a variational autoencoder with a learned similarity, edited by attribute vectors',
  options: vaeganOptions,
  uses: VAEGAN_PARTS,
  defaults: {
    generator: { name: 'vaegan' },
    critic: { name: 'vaegan' },
    adversarial: { name: 'gan', saturating: true },
    // Rates and decay of a loss that is summed over 64 faces, for one that is averaged.
    optimizer: { name: 'rmsprop', learningRate: 0.025 / 64, weightDecay: 3.1e-7 },
    schedule: { name: 'polynomial', to: 4e-4, power: 0.75 },
    augmentation: [{ name: 'mirror' }],
    train: { batch: 64 },
  },
  create: (options, parts) => createVaegan(options, parts),
});

function createVaegan(
  options: VaeganOptions,
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
  }: MethodParts<(typeof VAEGAN_PARTS)[number]>,
): Game<VaeganForward> {
  if (generator.learnDirections === undefined) {
    throw new UsageError('vaegan needs a generator that encodes distributions of z: --generator vaegan.');
  }
  const { scale, strength, balance } = options;
  const opposition = adversarialTerms<VaeganForward>(adversarial, {
    real: (f) => f.judged().real,
    made: (f) => f.judged().made,
    slopes: (f) => f.slopes(),
    weight: 1 - balance,
  });
  const updates = (player: 'critic' | 'decoder') => (last: Metrics) => !aheadOf(last, options)[player];
  const editing = { scale, strength, carriesCritic: false };
  const similarity = (f: VaeganForward): tf.Scalar => featureDistance(f.compared().real, f.compared().reconstruction);
  const terms = {
    encoder: [
      { name: 'similarity', weight: 1, value: similarity },
      {
        name: 'prior',
        weight: 1,
        value: (f: VaeganForward) => priorDivergence(f.mean(), f.encoded().logVariance as tf.Tensor),
      },
    ],
    decoder: [{ name: 'similarity', weight: balance, value: similarity }, ...opposition.generator],
    critic: opposition.critic,
    reader: [
      {
        name: 'classification',
        weight: 1,
        value: (f: VaeganForward) => classificationLoss(f.labels, f.encoded().labels as tf.Tensor2D),
      },
    ],
  };
  return {
    players: [
      {
        name: 'critic',
        optimizer,
        schedule,
        bound: opposition.bound,
        init: (key) => ({ params: initWeights(critic.weights, key), state: {} }),
      },
      ...(['encoder', 'reader', 'decoder'] as const).map((name) => ({
        name,
        optimizer,
        schedule,
        init: (key: RandomKey) => initWeights(weightsOf(generator, name), key),
      })),
    ],
    stages: [
      {
        name: 'vaegan',
        iterations,
        phases: [
          {
            name: 'all',
            updates: 1,
            objectives: [
              { player: 'encoder', terms: terms.encoder },
              { player: 'decoder', terms: terms.decoder, gate: updates('decoder') },
              { player: 'critic', terms: terms.critic, gate: updates('critic') },
              { player: 'reader', terms: terms.reader },
            ],
          },
        ],
      },
    ],
    forward: (context) => vaeganForward({ generator, critic, augment: augmentation.critic }, context),
    advance: (forward) => forward.advanced(),
    measures: {
      all: {
        costReal: (f) => costOfReal(f.judged().real),
        costMade: (f) => costOfMade(f.judged().made),
        accuracyReal: (f) => classificationAccuracy(f.labels, f.encoded().labels as tf.Tensor2D),
      },
    },
    editing,
    samples: (players, batch) => drawEdits({ generator, editing, attributes, exclusive }, whole(players), batch),
    model: (players) => modelTensors(whole(players)),
  };
}

/** What one player owns of the generator. */
function weightsOf({ weights }: Generator, owner: 'encoder' | 'reader' | 'decoder'): NetworkWeights {
  const { params, state } = weights;
  const states = {
    encoder: part(state, 'encoder'),
    reader: {},
    decoder: { averages: part(state, 'decoder'), directions: part(state, 'directions') },
  };
  return { params: part(params, owner), state: states[owner] };
}
