import * as tf from '@tensorflow/tfjs-core';
import { adamKernel } from './adam.ts';
import { activationKernels } from './activation.ts';
import { registerConvolutions } from './convolutions.ts';
import { normActivationKernels } from './norm-activation.ts';

/** Registers our fast kernels. Once a process: TensorFlow.js keeps them when the backend is closed. */
export function registerKernels(): void {
  for (const kernel of [adamKernel, ...activationKernels, ...normActivationKernels]) tf.registerKernel(kernel);
  registerConvolutions();
}
