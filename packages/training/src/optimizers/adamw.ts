import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { adamOptions, createAdam } from './adam.ts';
import { defineOptimizer, type Optimizer, type OptimizerStep } from './optimizer.ts';

export const adamwOptions = adamOptions.extend({
  weightDecay: z
    .number()
    .nonnegative()
    .default(0.01)
    .describe('decoupled weight decay of kernels, multiplied by the learning rate'),
});

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019, algorithm 2): before each step kernels shrink by
 * 1 − rate·weightDecay. Gains and biases, the tensors of one dimension, are left as they are.
 */
export function createAdamw({ weightDecay, ...options }: z.output<typeof adamwOptions>): Optimizer {
  const plain = createAdam(options);
  const keptAt = ({ learningRate }: OptimizerStep): tf.Scalar => tf.scalar(1 - learningRate * weightDecay);
  if (weightDecay === 0) return plain;
  return {
    ...plain,
    elementwise: 'same rank',
    update(leaf, step) {
      const { parameter } = leaf;
      if (parameter.rank < 2) return plain.update(leaf, step);
      return plain.update({ ...leaf, parameter: tf.mul(parameter, fresh(step, keptAt)) }, step);
    },
  };
}

export const adamw = defineOptimizer({
  name: 'adamw',
  summary: 'Adam with decoupled weight decay (Loshchilov & Hutter 2019)',
  options: adamwOptions,
  create: createAdamw,
});
