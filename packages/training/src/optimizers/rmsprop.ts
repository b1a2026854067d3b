import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineOptimizer, rateOf } from './optimizer.ts';

/** Hinton's RMSProp without momentum: v ← decay·v + (1 − decay)·g²; θ ← θ − rate·g/(√v + epsilon). */
export const rmsprop = defineOptimizer({
  name: 'rmsprop',
  summary: 'RMSProp without momentum, with L2 regularisation',
  options: z.strictObject({
    learningRate: z.number().positive().default(1e-4).describe('learning rate, before the schedule'),
    decay: z.number().min(0).lt(1).default(0.9).describe('decay rate of the mean of squared gradients'),
    epsilon: z.number().positive().default(1e-8).describe('added to the root of the mean of squared gradients'),
    weightDecay: z
      .number()
      .nonnegative()
      .default(0)
      .describe('L2 regularisation: this times the parameter is added to its gradient'),
  }),
  create: ({ learningRate, decay, epsilon, weightDecay }) => ({
    learningRate,
    elementwise: 'any shape',
    init: (parameter) => ({ v: tf.zerosLike(parameter) }),
    update({ parameter, gradient, slots }, step) {
      const rate = rateOf(step);
      const slope = weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(parameter, weightDecay));
      const v = tf.add(tf.mul(slots['v'] as tf.Tensor, decay), tf.mul(tf.square(slope), 1 - decay));
      const change = tf.div(tf.mul(slope, rate), tf.add(tf.sqrt(v), epsilon));
      return { parameter: tf.sub(parameter, change), slots: { v } };
    },
  }),
});
