import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { OptimizerStep } from '../optimizers/optimizer.ts';
import { defineAverage } from './average.ts';

/**
 * average ← d·average + (1 − d)·parameter after each of a player's steps, from t = 1, with d = min(decay, (1 + t)/(10 + t)) so that
 * the first parameters are soon forgotten. For GANs: Yazıcı et al., "The unusual effectiveness of averaging in GAN training", 2019.
 */
export const exponential = defineAverage({
  name: 'exponential',
  summary: 'models and samples use an exponential moving average of the parameters',
  options: z.strictObject({
    decay: z
      .number()
      .min(0)
      .lt(1)
      .default(0.999)
      .describe('share of the average that each update keeps, after warm-up'),
  }),
  create: ({ decay }) => {
    const keptAt = ({ step }: OptimizerStep): number => Math.min(decay, (1 + step) / (10 + step));
    const kept = (at: OptimizerStep): tf.Scalar => tf.scalar(keptAt(at));
    const rest = (at: OptimizerStep): tf.Scalar => tf.scalar(1 - keptAt(at));
    return {
      elementwise: 'any shape',
      update: (average, parameter, step) =>
        tf.add(tf.mul(average, fresh(step, kept)), tf.mul(parameter, fresh(step, rest))),
    };
  },
});
