import type * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';

/** `attgan/LeakyRelu` and its gradient, as `@attgan/kernels` describes them. */
export const activationKernels: readonly tf.KernelConfig[] = [
  slopeKernel('LeakyRelu', ['x']),
  slopeKernel('LeakyReluGrad', ['dy', 'features']),
];

function slopeKernel(name: string, inputNames: readonly string[]): tf.KernelConfig {
  return {
    kernelName: `attgan/${name}`,
    backendName: 'tensorflow',
    kernelFunc({ inputs, backend, attrs }) {
      const tensorflow = backend as TensorflowKernelBackend;
      return tensorflow.executeSingleOutput(
        `Attgan${name}`,
        [{ name: 'slope', type: tensorflow.binding.TF_ATTR_FLOAT, value: attrs?.['slope'] as number }],
        inputNames.map((input) => inputs[input] as tf.TensorInfo),
      );
    },
  };
}
