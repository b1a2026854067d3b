import { normActivation, normInference, ones, zeros, type WeightsOf } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Mode } from './definitions.ts';

/** Gain and bias of a normalisation, a value per channel. */
export type AffineParams = { readonly gain: tf.Tensor1D; readonly bias: tf.Tensor1D };

/** Moving averages of a batch normalisation: [channels] each. */
export type Averages = { readonly mean: tf.Tensor1D; readonly variance: tf.Tensor1D };

/** What one pass in training mode measured: [channels] each, the variance unbiased. */
export type Moments = Averages;

export interface BatchNormOptions {
  readonly epsilon: number;
  /** Slope of the activation below zero; 1 is none, 0 is ReLU. */
  readonly slope: number;
}

export function affineWeights(channels: number): WeightsOf<AffineParams> {
  return { gain: ones([channels]), bias: zeros([channels]) };
}

export function averageWeights(channels: number): WeightsOf<Averages> {
  return { mean: zeros([channels]), variance: ones([channels]) };
}

/** Normalises with the batch's own moments (Ioffe & Szegedy 2015) and reports them. `x`: [batch, height, width, channels]. */
export function batchNormTraining(
  x: tf.Tensor4D,
  { gain, bias }: AffineParams,
  { epsilon, slope }: BatchNormOptions,
): { readonly output: tf.Tensor4D; readonly moments: Moments } {
  const { output, mean, variance, count } = normActivation(x, gain, bias, { kind: 'batch', epsilon, slope });
  const unbiased = tf.mul(variance, count / Math.max(1, count - 1));
  return { output, moments: { mean: tf.reshape(mean, [-1]), variance: tf.reshape(unbiased, [-1]) } };
}

/** Normalises with moving averages: an affine map per channel. */
export function batchNormInference(
  x: tf.Tensor4D,
  affine: AffineParams,
  averages: Averages,
  options: BatchNormOptions,
): tf.Tensor4D {
  return normInference(x, affine, averages, options);
}

/** In training mode as `batchNormTraining`, with its moments in a list; in inference mode by `averages`, measuring nothing. */
export function normalise(
  x: tf.Tensor4D,
  params: AffineParams,
  averages: Averages | undefined,
  options: BatchNormOptions,
  mode: Mode,
): { readonly output: tf.Tensor4D; readonly moments: readonly Moments[] } {
  if (mode === 'inference') {
    return { output: batchNormInference(x, params, averages as Averages, options), moments: [] };
  }
  const { output, moments } = batchNormTraining(x, params, options);
  return { output, moments: [moments] };
}

/** (1 − momentum) · average + momentum · moment. */
export function advanceAverages(averages: Averages, moments: Moments, momentum: number): Averages {
  const advance = (old: tf.Tensor1D, now: tf.Tensor1D): tf.Tensor1D =>
    tf.add(tf.mul(old, 1 - momentum), tf.mul(now, momentum));
  return {
    mean: tf.tidy(() => advance(averages.mean, moments.mean)),
    variance: tf.tidy(() => advance(averages.variance, moments.variance)),
  };
}
