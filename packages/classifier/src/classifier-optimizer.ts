import { createAdamw, linearSchedule, step, type Optimizer, type Player } from '@attgan/training';
import type * as tf from '@tensorflow/tfjs-core';
import type { ClassifierPreset } from './classifier-presets.ts';

/** The rate rises over the first tenth of the iterations, then falls to 0. */
const schedule = linearSchedule({ warmup: 0.1, from: 0 });

/** How a classifier moves along its gradients. */
export interface ClassifierOptimizer {
  readonly optimizer: Optimizer;
  /** The player after an update. Consumes both, as `step` does. */
  step(player: Player, gradients: readonly tf.Tensor[], iteration: number): Player;
}

/** Adam with decoupled weight decay (Loshchilov & Hutter 2019) of kernels, and a rate that rises and falls linearly. */
export function classifierOptimizer(
  { learningRate, weightDecay }: Pick<ClassifierPreset, 'learningRate' | 'weightDecay'>,
  iterations: number,
): ClassifierOptimizer {
  const optimizer = createAdamw({ learningRate, beta1: 0.9, beta2: 0.999, epsilon: 1e-8, weightDecay });
  return {
    optimizer,
    step: (player, gradients, iteration) =>
      step(player, gradients, { optimizer, learningRate: learningRate * schedule(iteration, iterations) }),
  };
}
