import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineOptimizer, rateOf } from './optimizer.ts';

/** v ← momentum·v + g; θ ← θ − rate·v, or with Nesterov's θ − rate·(g + momentum·v) (Sutskever et al. 2013). */
export const sgd = defineOptimizer({
  name: 'sgd',
  summary: 'stochastic gradient descent, with momentum',
  options: z.strictObject({
    learningRate: z.number().positive().default(0.01).describe('learning rate, before the schedule'),
    momentum: z.number().min(0).lt(1).default(0.9).describe('momentum: share of the last step that the next one keeps'),
    nesterov: z.boolean().default(false).describe('use Nesterov momentum'),
    weightDecay: z
      .number()
      .nonnegative()
      .default(0)
      .describe('L2 regularisation: this times the parameter is added to its gradient'),
  }),
  create: ({ learningRate, momentum, nesterov, weightDecay }) => ({
    learningRate,
    elementwise: 'any shape',
    init: (parameter): Readonly<Record<string, tf.Tensor>> =>
      momentum === 0 ? {} : { velocity: tf.zerosLike(parameter) },
    update({ parameter, gradient, slots }, step) {
      const rate = rateOf(step);
      const slope = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay));
      const { velocity: before } = slots;
      if (before === undefined) return { parameter: tf.sub(parameter, tf.mul(slope, rate)), slots };
      const velocity = tf.add(tf.mul(before, momentum), slope);
      const direction = nesterov ? tf.add(slope, tf.mul(velocity, momentum)) : velocity;
      return { parameter: tf.sub(parameter, tf.mul(direction, rate)), slots: { velocity } };
    },
  }),
});
