import * as tf from '@tensorflow/tfjs-core';
import { adamKernel } from './adam.ts';
import { activationKernels } from './activation.ts';
import { compilableKernels, fusedKernels } from './fused-kernels.ts';
import { registerConvolutions } from './convolutions.ts';
import { normActivationKernels, normInferenceKernel } from './norm-activation.ts';

/** Whose kernels compute the blocks of `@attgan/kernels`: ours in C++, for the CPU, TensorFlow's own, or those that XLA compiles well. */
export type KernelSource = 'own' | 'tensorflow' | 'xla';

/** Registers fast kernels. Once a process: TensorFlow.js keeps them when the backend is closed. */
export function registerKernels(source: KernelSource): void {
  if (source !== 'own') {
    for (const kernel of source === 'xla' ? compilableKernels : fusedKernels) tf.registerKernel(kernel);
    return;
  }
  for (const kernel of [adamKernel, ...activationKernels, ...normActivationKernels, normInferenceKernel])
    tf.registerKernel(kernel);
  registerConvolutions();
}
