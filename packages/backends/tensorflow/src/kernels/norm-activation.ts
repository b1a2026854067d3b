import type { NormAttributes, NormKind } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { OperationAttribute, TensorflowKernelBackend } from '../load.ts';

/** As `attgan::Norm::Kind` in `native/norm.h`. */
const KINDS: Readonly<Record<NormKind, number>> = { batch: 0, layer: 1, instance: 2 };

/**
 * `attgan/NormActivation` and its first and second derivative. Their formulas, inputs and outputs are those of the
 * portable compositions in `@attgan/kernels`; `native/norm-activation*.cc` computes them in two passes over memory.
 */
export const normActivationKernels: readonly tf.KernelConfig[] = [
  normKernel('NormActivation', ['x', 'gain', 'bias'], 3),
  normKernel('NormActivationGrad', ['dy', 'x', 'gain', 'bias', 'mean', 'variance'], 2),
  normKernel('NormActivationGradGrad', ['v', 'dy', 'x', 'gain', 'bias', 'mean', 'variance'], 3),
];

function normKernel(name: string, inputNames: readonly string[], outputs: number): tf.KernelConfig {
  return {
    kernelName: `attgan/${name}`,
    backendName: 'tensorflow',
    kernelFunc({ inputs, backend, attrs }) {
      const tensorflow = backend as TensorflowKernelBackend;
      return tensorflow.executeMultipleOutputs(
        `Attgan${name}`,
        operationAttributes(tensorflow, attrs as unknown as NormAttributes),
        inputNames.map((input) => inputs[input] as tf.TensorInfo),
        outputs,
      );
    },
  };
}

/** `attgan/NormInference`: with given statistics. */
export const normInferenceKernel: tf.KernelConfig = {
  kernelName: 'attgan/NormInference',
  backendName: 'tensorflow',
  kernelFunc({ inputs, backend, attrs }) {
    const tensorflow = backend as TensorflowKernelBackend;
    return tensorflow.executeSingleOutput(
      'AttganNormInference',
      floatAttributes(tensorflow, attrs as unknown as NormAttributes),
      ['x', 'gain', 'bias', 'mean', 'variance'].map((input) => inputs[input] as tf.TensorInfo),
    );
  },
};

/** Settings of a network: few combinations in a process. */
function operationAttributes(backend: TensorflowKernelBackend, attributes: NormAttributes): OperationAttribute[] {
  const kind = { name: 'kind', type: backend.binding.TF_ATTR_INT, value: KINDS[attributes.kind] };
  return [kind, ...floatAttributes(backend, attributes)];
}

function floatAttributes(
  { binding }: TensorflowKernelBackend,
  { epsilon, slope }: Pick<NormAttributes, 'epsilon' | 'slope'>,
): OperationAttribute[] {
  return [
    { name: 'epsilon', type: binding.TF_ATTR_FLOAT, value: epsilon },
    { name: 'slope', type: binding.TF_ATTR_FLOAT, value: slope },
  ];
}
