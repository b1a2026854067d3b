import { HALF_RANGE, pixelsKernel } from '@attgan/kernels';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { runElementwise, type Elementwise } from './elementwise.ts';

const PIXELS: Elementwise = {
  name: 'attgan pixels',
  variables: ['X'],
  constants: [],
  expression: `i32(round(clamp((X + 1.0) * ${HALF_RANGE}, 0.0, 255.0)))`,
  result: 'int32',
};

/** Pixels of a picture in one launch, where the composition has five. */
export const pixels: tf.KernelConfig = {
  kernelName: pixelsKernel.name,
  backendName: 'webgpu',
  kernelFunc({ inputs, backend }) {
    const { x } = inputs as { x: tf.TensorInfo };
    return [runElementwise(backend as WebGPUBackend, PIXELS, [x], [])];
  },
};
