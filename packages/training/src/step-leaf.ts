import { adamKernel } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerOptions, RmspropOptions } from './game.ts';

interface Leaf {
  readonly parameter: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly m: tf.Tensor | undefined;
  readonly v: tf.Tensor;
  /** A factor on the gradient. */
  readonly clipping: tf.Scalar | undefined;
}

interface Stepped {
  readonly parameter: tf.Tensor;
  readonly m?: tf.Tensor;
  readonly v: tf.Tensor;
}

/** One optimizer step of one tensor; `step` counts from 1. Parameter and moments may be overwritten: dispose them. */
export function stepLeaf(
  { parameter, gradient, m, v, clipping }: Leaf,
  { optimizer, learningRate, step }: { optimizer: OptimizerOptions; learningRate: number; step: number },
): Stepped {
  const { weightDecay, bound } = optimizer;
  return tf.tidy((): Stepped & tf.TensorContainerObject => {
    const clipped = clipping === undefined ? gradient : tf.mul(gradient, clipping);
    const slope = weightDecay === undefined ? clipped : tf.add(clipped, tf.mul(parameter, weightDecay));
    const stepped =
      optimizer.kind === 'adam'
        ? adam({ parameter, gradient: slope, m: m as tf.Tensor, v }, { ...optimizer, learningRate, step })
        : rmsprop({ parameter, gradient: slope, v }, optimizer, learningRate);
    return bound === undefined
      ? { ...stepped }
      : { ...stepped, parameter: tf.clipByValue(stepped.parameter, -bound, bound) };
  });
}

function adam(
  inputs: { parameter: tf.Tensor; gradient: tf.Tensor; m: tf.Tensor; v: tf.Tensor },
  options: { learningRate: number; beta1: number; beta2: number; epsilon: number; step: number },
): Stepped {
  const { learningRate, beta1, beta2, epsilon, step } = options;
  const [parameter, m, v] = adamKernel.run(inputs, {
    learningRate,
    beta1,
    beta2,
    epsilon,
    step,
    mayOverwrite: true,
  }) as [tf.Tensor, tf.Tensor, tf.Tensor];
  return { parameter, m, v };
}

function rmsprop(
  { parameter, gradient, v }: { parameter: tf.Tensor; gradient: tf.Tensor; v: tf.Tensor },
  { decay, epsilon }: RmspropOptions,
  learningRate: number,
): Stepped {
  const next = tf.add(tf.mul(v, decay), tf.mul(tf.square(gradient), 1 - decay));
  const change = tf.div(tf.mul(gradient, learningRate), tf.add(tf.sqrt(next), epsilon));
  return { parameter: tf.sub(parameter, change), v: next };
}
