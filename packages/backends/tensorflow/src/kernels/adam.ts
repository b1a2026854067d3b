import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';

export interface AdamAttributes {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Counts updates from 1. */
  readonly step: number;
  readonly mayOverwrite?: boolean;
}

/**
 * `attgan/Adam`: inputs `parameter`, `gradient`, `m` and `v`, float32 of one shape; returns the new parameter, m and v,
 * in the memory of the old ones where they may be overwritten. The formula stands in `native/adam.cc`.
 */
export const adamKernel: tf.KernelConfig = {
  kernelName: 'attgan/Adam',
  backendName: 'tensorflow',
  kernelFunc({ inputs, backend, attrs }) {
    const { parameter, gradient, m, v } = inputs as Record<'parameter' | 'gradient' | 'm' | 'v', tf.TensorInfo>;
    const attributes = attrs as unknown as AdamAttributes;
    const scalars = fresh(attributes, scalarsOf);
    const outputs = (backend as TensorflowKernelBackend).executeMultipleOutputs(
      attributes.mayOverwrite === true ? 'AttganAdamInPlace' : 'AttganAdam',
      [],
      [parameter, gradient, m, v, scalars],
      3,
    );
    scalars.dispose();
    return outputs;
  },
};

function scalarsOf({ learningRate, beta1, beta2, epsilon, step }: AdamAttributes): tf.Tensor1D {
  const rate = learningRate / (1 - beta1 ** step);
  const correction = Math.sqrt(1 - beta2 ** step);
  return tf.tensor1d([beta1, 1 - beta1, beta2, 1 - beta2, rate, correction, epsilon]);
}
