import { fold } from '@attgan/core';
import { initWeights } from '@attgan/kernels';
import { classificationLoss } from '@attgan/losses';
import { createLatentCritic, type LatentCritic } from '@attgan/nets';
import { adam, defineConstraint, type ConstraintForward, type PlayerValues } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

const PLAYER = 'latent-critic';

/**
 * Removes the attributes from z: a critic learns to predict them from z, and the encoder learns to make it predict the opposite
 * (Fader Networks, Lample et al. 2017, eqs. 1 and 3; figure 9 of the paper puts it on AttGAN). Both terms sum over the
 * attributes.
 */
export const latentIndependence = defineConstraint({
  name: 'latent-independence',
  summary: 'an adversary removes the attributes from z, as in Fader Networks',
  options: z.strictObject({
    weight: z.number().positive().default(1).describe('weight of the generator’s term'),
    ramp: z.number().min(0).max(1).default(0).describe('share of the iterations over which the weight grows from 0'),
    units: z.int().positive().default(512).describe('filters and hidden units of the latent critic'),
    dropout: z.number().min(0).lt(1).default(0.3).describe('dropout rate of the latent critic'),
    learningRate: z.number().positive().default(2e-4).describe('learning rate of the latent critic’s Adam'),
    beta1: z.number().min(0).lt(1).default(0.5).describe('beta1 of the latent critic’s Adam'),
    clipNorm: z.number().positive().optional().describe('maximum norm of the latent critic’s gradients'),
  }),
  create({ weight, ramp, units, dropout, learningRate, beta1, clipNorm }, { attributes, latent, iterations }) {
    const critic: LatentCritic = createLatentCritic(latent, attributes, units, dropout);
    const read = ({ players, z: latents, key }: ConstraintForward): tf.Tensor2D =>
      critic.apply((players[PLAYER] as PlayerValues).params, latents(), fold(key, PLAYER));
    // No tidy: z is computed when first read, and others read it after.
    const cost = (labels: tf.Tensor2D, forward: ConstraintForward): tf.Scalar =>
      tf.mul(classificationLoss(labels, read(forward)), attributes);
    return {
      players: [
        {
          name: PLAYER,
          optimizer: adam.create({ learningRate, beta1 }),
          clipNorm,
          init: (key) => ({ params: initWeights(critic.weights, key), state: {} }),
        },
      ],
      objectives: [{ player: PLAYER, terms: [{ name: 'attributes', weight: 1, value: (f) => cost(f.labels, f) }] }],
      terms: [
        {
          name: 'independence',
          weight,
          ramp: ramp * iterations,
          value: (f) => cost(tf.sub<tf.Tensor2D>(1, f.labels), f),
        },
      ],
    };
  },
});
