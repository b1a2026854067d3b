import * as tf from '@tensorflow/tfjs-core';
import { defer } from './deferred.ts';
import { defineKernel, type Kernel } from './define-kernel.ts';
import { detach } from './detach.ts';
import type { BackwardInputs, ForwardInputs, NormAttributes, SecondInputs } from './norm-activation-portable.ts';

/** A normalisation with activation, y = φ(gain · (x − μ)/√(σ² + ε) + bias), and its derivatives. */
export interface NormKernels {
  /** Outputs y, μ, σ² (biased). */
  readonly forward: Kernel<ForwardInputs, NormAttributes>;
  /** [∂/∂x, [∂/∂gain; ∂/∂bias]]. Only the first output can be differentiated again. */
  readonly backward: Kernel<BackwardInputs, NormAttributes>;
  /** Gradients of ⟨v, ∂/∂x⟩ with respect to dy, x and gain. */
  readonly second: Kernel<SecondInputs, NormAttributes>;
}

/** The compositions that stand for the kernels. */
export type NormCompositions = {
  readonly [K in keyof NormKernels]: NormKernels[K]['portable'];
};

/** Kernels of these compositions, under `name` and `name` with what is added for derivatives. */
export function normKernels(name: string, compositions: NormCompositions): NormKernels {
  const second = defineKernel<SecondInputs, NormAttributes>({
    name: `${name}GradGrad`,
    portable: compositions.second,
  });
  const backward = defineKernel<BackwardInputs, NormAttributes>({
    name: `${name}Grad`,
    portable: compositions.backward,
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
          const [forDy, forX, forGain] = second.run(
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
  const forward = defineKernel<ForwardInputs, NormAttributes>({
    name,
    portable: compositions.forward,
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
          const [dx, both] = backward.run({ dy, x, gain, ...constants }, attributes as unknown as NormAttributes) as [
            tf.Tensor,
            tf.Tensor2D,
          ];
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
  return { forward, backward, second };
}

function row(matrix: tf.Tensor2D, index: number): tf.Tensor1D {
  return tf.reshape(tf.slice(matrix, [index, 0], [1, -1]), [-1]);
}
