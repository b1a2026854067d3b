import {
  leakyReluGradKernel,
  normActivationGradKernel,
  normActivationKernel,
  normInferenceKernel,
  type Kernel,
  type NormAttributes,
} from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import { activate, activateBack, normaliseBack, normaliseBatch, normaliseBy } from './fused-operations.ts';

// The blocks of @attgan/kernels by operations that TensorFlow has on every device, where native/ is for the CPU only.

type Inputs = Readonly<Record<string, tf.Tensor>>;
type Compute = (backend: TensorflowKernelBackend, inputs: Inputs, attributes: NormAttributes) => tf.Tensor[];

/** What TensorFlow has no operation for stays composed: normalisation by layer and instance, and second derivatives. */
export const fusedKernels: readonly tf.KernelConfig[] = [
  fused('attgan/LeakyRelu', (backend, { x }, { slope }) => [activate(backend, x as tf.Tensor, slope)]),
  fused(leakyReluGradKernel.name, (backend, { dy, features }, { slope }) => [
    activateBack(backend, dy as tf.Tensor, features as tf.Tensor, slope),
  ]),
  fused(normInferenceKernel.name, (backend, inputs, attributes) => [
    activate(backend, normaliseBy(backend, inputs, attributes.epsilon), attributes.slope),
  ]),
  fused(normActivationKernel.name, (backend, inputs, attributes) => {
    if (attributes.kind !== 'batch') return composed(normActivationKernel, inputs, attributes);
    const [t, mean, variance] = normaliseBatch(backend, inputs, attributes.epsilon);
    return [activate(backend, t, attributes.slope), mean, variance];
  }),
  fused(normActivationGradKernel.name, (backend, inputs, attributes) => {
    if (attributes.kind !== 'batch') return composed(normActivationGradKernel, inputs, attributes);
    const dy = inputs['dy'] as tf.Tensor;
    const { epsilon, slope } = attributes;
    const dt = slope === 1 ? dy : activateBack(backend, dy, normaliseBy(backend, inputs, epsilon), slope);
    return normaliseBack(backend, dt, inputs, epsilon);
  }),
];

/**
 * Without normalisation by a batch: XLA takes its variance as the mean of the squares less the square of the mean, of which little is
 * left where the mean is large. Composed, it is exact, and XLA fuses its operations.
 */
export const compilableKernels = fusedKernels.filter(
  ({ kernelName }) => kernelName !== normActivationKernel.name && kernelName !== normActivationGradKernel.name,
);

function fused(kernelName: string, compute: Compute): tf.KernelConfig {
  return {
    kernelName,
    backendName: 'tensorflow',
    kernelFunc: ({ inputs, backend, attrs }) =>
      tf.tidy(() =>
        compute(
          backend as TensorflowKernelBackend,
          inputs as unknown as Inputs,
          (attrs ?? {}) as unknown as NormAttributes,
        ),
      ),
  };
}

function composed<I extends Inputs>(kernel: Kernel<I, NormAttributes>, inputs: Inputs, attributes: NormAttributes) {
  return kernel.portable(inputs as I, attributes);
}
