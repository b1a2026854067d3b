import { mapTree, type TensorTree } from '@attgan/kernels';
import { step, type AdamOptions, type Player } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { ClassifierPreset } from './classifier-presets.ts';

/** Share of the iterations in which the learning rate rises. */
const WARM_UP = 0.1;

/** How a classifier moves along its gradients. */
export interface ClassifierOptimizer {
  readonly options: AdamOptions;
  /** The player after an update. Consumes both, as `step` does. */
  step(player: Player, gradients: readonly tf.Tensor[], iteration: number): Player;
}

/**
 * Adam with decoupled weight decay (Loshchilov & Hutter 2019) of kernels; the rate rises linearly over the first tenth
 * of the iterations, then falls linearly to 0.
 */
export function classifierOptimizer(
  { learningRate, weightDecay }: Pick<ClassifierPreset, 'learningRate' | 'weightDecay'>,
  iterations: number,
): ClassifierOptimizer {
  const options: AdamOptions = {
    kind: 'adam',
    learningRate: (iteration) => learningRate * rateAt((iteration + 0.5) / iterations),
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  };
  return {
    options,
    step(player, gradients, iteration) {
      const next = step(player, gradients, options, iteration);
      const decay = options.learningRate(iteration) * weightDecay;
      return decay > 0 ? { ...next, params: decayed(next.params, 1 - decay) } : next;
    },
  };
}

/** Of the highest rate, at `part` in [0, 1] of the training. */
function rateAt(part: number): number {
  return Math.min(part / WARM_UP, (1 - part) / (1 - WARM_UP));
}

/** Kernels times `factor`, gains and biases as they are. Disposes what it replaces. */
function decayed(params: TensorTree, factor: number): TensorTree {
  return mapTree<tf.Tensor, tf.Tensor, TensorTree>(params, (leaf, name) => {
    if (!name.endsWith('kernel')) return leaf;
    const next = tf.mul(leaf, factor);
    leaf.dispose();
    return next;
  });
}
