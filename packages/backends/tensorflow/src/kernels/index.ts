import * as tf from '@tensorflow/tfjs-core';
import { adamKernel } from './adam.ts';

/** Registers our fast kernels. Once a process: TensorFlow.js keeps them when the backend is closed. */
export function registerKernels(): void {
  for (const kernel of [adamKernel]) tf.registerKernel(kernel);
}
