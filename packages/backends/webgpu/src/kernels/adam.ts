import { adamKernel, type AdamAttributes } from '@attgan/kernels';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { runElementwise, type Elementwise } from './elementwise.ts';

type Inputs = Readonly<Record<'parameter' | 'gradient' | 'm' | 'v', tf.TensorInfo>>;

const MEAN: Elementwise = {
  name: 'attgan adam mean',
  variables: ['M', 'G'],
  constants: ['keep', 'take'],
  expression: 'uniforms.keep * M + uniforms.take * G',
};
const SQUARE: Elementwise = {
  name: 'attgan adam square',
  variables: ['V', 'G'],
  constants: ['keep', 'take'],
  expression: 'uniforms.keep * V + uniforms.take * (G * G)',
};
const STEP: Elementwise = {
  name: 'attgan adam step',
  variables: ['P', 'M', 'V'],
  constants: ['rate', 'correction', 'epsilon'],
  expression: 'P - uniforms.rate * (M / (sqrt(V) / uniforms.correction + uniforms.epsilon))',
};

/** Adam in three passes over memory, where the composition takes twelve. */
export const adam: tf.KernelConfig = {
  kernelName: adamKernel.name,
  backendName: 'webgpu',
  kernelFunc({ inputs, attrs, backend }) {
    const { parameter, gradient, m, v } = inputs as unknown as Inputs;
    const { learningRate, beta1, beta2, epsilon, step } = attrs as unknown as AdamAttributes;
    const gpu = backend as WebGPUBackend;
    const nextM = runElementwise(gpu, MEAN, [m, gradient], [beta1, 1 - beta1]);
    const nextV = runElementwise(gpu, SQUARE, [v, gradient], [beta2, 1 - beta2]);
    const constants = [learningRate / (1 - beta1 ** step), Math.sqrt(1 - beta2 ** step), epsilon];
    return [runElementwise(gpu, STEP, [parameter, nextM, nextV], constants), nextM, nextV];
  },
};
