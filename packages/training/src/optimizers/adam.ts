import { adamKernel, derived } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineOptimizer, type Optimizer, type OptimizerStep } from './optimizer.ts';

export const adamOptions = z.strictObject({
  learningRate: z.number().positive().default(2e-4).describe('learning rate, before the schedule'),
  beta1: z.number().min(0).lt(1).default(0.5).describe('decay rate of the mean of gradients'),
  beta2: z.number().min(0).lt(1).default(0.999).describe('decay rate of the mean of squared gradients'),
  epsilon: z.number().positive().default(1e-8).describe('added to the root of the mean of squared gradients'),
});

/** Adam (Kingma & Ba 2015, algorithm 1), with the moments `m` and `v` as slots. */
export function createAdam({ learningRate, beta1, beta2, epsilon }: z.output<typeof adamOptions>): Optimizer {
  const attributesOf = ({ learningRate: rate, step }: OptimizerStep) => {
    return { learningRate: rate, beta1, beta2, epsilon, step, mayOverwrite: true };
  };
  return {
    learningRate,
    elementwise: 'any shape',
    init: (parameter) => ({ m: tf.zerosLike(parameter), v: tf.zerosLike(parameter) }),
    update({ parameter, gradient, slots: { m, v } }, step) {
      const inputs = { parameter, gradient, m: m as tf.Tensor, v: v as tf.Tensor };
      const [next, nextM, nextV] = adamKernel.run(inputs, derived(step, attributesOf)) as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor,
      ];
      return { parameter: next, slots: { m: nextM, v: nextV } };
    },
  };
}

export const adam = defineOptimizer({
  name: 'adam',
  summary: 'Adam (Kingma & Ba 2015); the defaults are those of the published AttGAN',
  options: adamOptions,
  create: createAdam,
});
