import * as tf from '@tensorflow/tfjs-core';
import { defer } from './deferred.ts';
import { defineKernel } from './define-kernel.ts';
import { detach } from './detach.ts';
import {
  normActivationGradGradPortable,
  normActivationGradPortable,
  normActivationPortable,
} from './norm-activation-portable.ts';
import type { BackwardInputs, ForwardInputs, NormAttributes, SecondInputs } from './norm-activation-portable.ts';

/** y = φ(gain · (x − μ)/√(σ² + ε) + bias), φ(t) = t for t > 0, slope · t otherwise. */
export const normActivationKernel = defineKernel<ForwardInputs, NormAttributes>({
  name: 'attgan/NormActivation',
  portable: normActivationPortable,
  gradient: {
    inputsToSave: ['x', 'gain', 'bias'],
    outputsToSave: [false, true, true],
    gradFunc(dys, saved, attributes) {
      const [x, gain, bias, mean, variance] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, tf.Tensor, tf.Tensor];
      const dy = (dys as tf.Tensor[])[0] as tf.Tensor;
      let parameters: { gain: () => tf.Tensor; bias: () => tf.Tensor } | undefined;
      const run = (): tf.Tensor => {
        // The statistics' dependence on x is part of the gradient kernel, so here they are constants.
        const constants = { bias: detach(bias), mean: detach(mean), variance: detach(variance) };
        const [dx, both] = normActivationGradKernel.run(
          { dy, x, gain, ...constants },
          attributes as unknown as NormAttributes,
        ) as [tf.Tensor, tf.Tensor2D];
        parameters = { gain: defer(row(both, 0)), bias: defer(row(both, 1)) };
        return dx;
      };
      const remaining = (): { gain: () => tf.Tensor; bias: () => tf.Tensor } => {
        if (parameters === undefined) run().dispose();
        return parameters as { gain: () => tf.Tensor; bias: () => tf.Tensor };
      };
      return { x: run, gain: () => remaining().gain(), bias: () => remaining().bias() };
    },
  },
});

/** [∂/∂x, [∂/∂gain; ∂/∂bias]]. Only the first output can be differentiated again. */
export const normActivationGradKernel = defineKernel<BackwardInputs, NormAttributes>({
  name: 'attgan/NormActivationGrad',
  portable: normActivationGradPortable,
  gradient: {
    inputsToSave: ['dy', 'x', 'gain', 'bias', 'mean', 'variance'],
    gradFunc(dys, saved, attributes) {
      const [dy, x, gain, bias, mean, variance] = saved as [
        tf.Tensor,
        tf.Tensor,
        tf.Tensor1D,
        tf.Tensor1D,
        tf.Tensor,
        tf.Tensor,
      ];
      const v = (dys as tf.Tensor[])[0] as tf.Tensor;
      let rest: { x: () => tf.Tensor; gain: () => tf.Tensor } | undefined;
      const run = (): tf.Tensor => {
        const [forDy, forX, forGain] = normActivationGradGradKernel.run(
          { v, dy, x, gain, bias, mean, variance },
          attributes as unknown as NormAttributes,
        ) as [tf.Tensor, tf.Tensor, tf.Tensor1D];
        rest = { x: defer(forX), gain: defer(forGain) };
        return forDy;
      };
      const remaining = (): { x: () => tf.Tensor; gain: () => tf.Tensor } => {
        if (rest === undefined) run().dispose();
        return rest as { x: () => tf.Tensor; gain: () => tf.Tensor };
      };
      return { dy: run, x: () => remaining().x(), gain: () => remaining().gain() };
    },
  },
});

/** Gradients of ⟨v, ∂/∂x⟩ with respect to dy, x and gain. */
export const normActivationGradGradKernel = defineKernel<SecondInputs, NormAttributes>({
  name: 'attgan/NormActivationGradGrad',
  portable: normActivationGradGradPortable,
});

/**
 * Normalises, scales and activates in one step; differentiable twice with respect to `x` and `gain`.
 * @param x [batch, height, width, channels] or [batch, channels]
 * @param gain [channels]
 * @param bias [channels]
 * @param kind which values share a mean and a variance: `batch` those of a channel, `layer` those of a sample,
 *   `instance` those of a channel of a sample
 * @returns `output` like `x`; `mean` and biased `variance`, broadcastable against `x`, constants to differentiation
 */
export function normActivation<T extends tf.Tensor>(
  x: T,
  gain: tf.Tensor1D,
  bias: tf.Tensor1D,
  { kind, epsilon, slope }: NormAttributes,
): { readonly output: T; readonly mean: tf.Tensor; readonly variance: tf.Tensor } {
  const [output, mean, variance] = normActivationKernel.run({ x, gain, bias }, { kind, epsilon, slope }) as [
    T,
    tf.Tensor,
    tf.Tensor,
  ];
  return { output, mean, variance };
}

function row(matrix: tf.Tensor2D, index: number): tf.Tensor1D {
  return tf.reshape(tf.slice(matrix, [index, 0], [1, -1]), [-1]);
}
