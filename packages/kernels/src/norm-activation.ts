import type * as tf from '@tensorflow/tfjs-core';
import { rowsOfAll, statisticsAmong } from './among-processes.ts';
import { local } from './local-norm-activation.ts';
import type { NormAttributes } from './norm-activation-portable.ts';
import { synchronised } from './synchronised-norm-activation.ts';

/** y = φ(gain · (x − μ)/√(σ² + ε) + bias), φ(t) = t for t > 0, slope · t otherwise. */
export const normActivationKernel = local.forward;

/** [∂/∂x, [∂/∂gain; ∂/∂bias]]. Only the first output can be differentiated again. */
export const normActivationGradKernel = local.backward;

/** Gradients of ⟨v, ∂/∂x⟩ with respect to dy, x and gain. */
export const normActivationGradGradKernel = local.second;

/**
 * Normalises, scales and activates in one step; differentiable twice with respect to `x` and `gain`.
 * @param x [batch, height, width, channels] or [batch, channels]
 * @param gain [channels]
 * @param bias [channels]
 * @param kind which values share a mean and a variance: `batch` those of a channel, `layer` those of a sample,
 *   `instance` those of a channel of a sample. Those of a channel are of all processes where batch statistics are synchronised.
 * @returns `output` like `x`; `mean` and biased `variance`, broadcastable against `x`, constants to differentiation; `count`, the
 *   number of values that share a mean
 */
export function normActivation<T extends tf.Tensor>(
  x: T,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  { kind, epsilon, slope }: NormAttributes,
): { readonly output: T; readonly mean: tf.Tensor; readonly variance: tf.Tensor; readonly count: number } {
  const among = kind === 'batch' && statisticsAmong() !== undefined;
  const kernel = among ? synchronised.forward : normActivationKernel;
  const [output, mean, variance] = kernel.run({ x, gain, bias }, { kind, epsilon, slope }) as [T, tf.Tensor, tf.Tensor];
  const count = x.size / mean.size;
  return { output, mean, variance, count: among ? rowsOfAll(count) : count };
}
