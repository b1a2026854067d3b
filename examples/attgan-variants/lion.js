import { defineOptimizer } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

/** Steps of one length, whichever way momentum and gradient point: Chen et al., "Symbolic discovery of optimization algorithms", 2023. */
export const lion = defineOptimizer({
  name: 'lion',
  summary: 'steps of one length, by the sign of momentum and gradient',
  options: z.strictObject({
    learningRate: z.number().positive().default(1e-4).describe('before the schedule'),
    beta1: z.number().min(0).lt(1).default(0.9).describe('share of the momentum in the direction of a step'),
    beta2: z.number().min(0).lt(1).default(0.99).describe('how much of the momentum a step keeps'),
    weightDecay: z.number().nonnegative().default(0).describe('decoupled: how fast parameters go to 0 by themselves'),
  }),
  create: ({ learningRate, beta1, beta2, weightDecay }) => ({
    learningRate,
    elementwise: 'any shape',
    init: (parameter) => ({ momentum: tf.zerosLike(parameter) }),
    update({ parameter, gradient, slots: { momentum } }, { learningRate: rate }) {
      const mixed = (beta) => tf.add(tf.mul(momentum, beta), tf.mul(gradient, 1 - beta));
      const direction = tf.add(tf.sign(mixed(beta1)), tf.mul(parameter, weightDecay));
      return { parameter: tf.sub(parameter, tf.mul(direction, rate)), slots: { momentum: mixed(beta2) } };
    },
  }),
});
