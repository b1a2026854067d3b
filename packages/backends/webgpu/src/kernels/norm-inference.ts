import { normInferenceKernel } from '@attgan/kernels';
import { webgpu_util, type WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';

type Inputs = Readonly<Record<'x' | 'gain' | 'bias' | 'mean' | 'variance', tf.TensorInfo>>;

const WORKGROUP: [number, number, number] = [128, 1, 1];

/** A trained network's normalisation and activation in one launch, where the composition has eight. */
export const normInference: tf.KernelConfig = {
  kernelName: normInferenceKernel.name,
  backendName: 'webgpu',
  kernelFunc({ inputs, attrs, backend }) {
    const { x, gain, bias, mean, variance } = inputs as unknown as Inputs;
    const { epsilon, slope } = attrs as unknown as { epsilon: number; slope: number };
    const row = [tf.util.sizeFromShape(x.shape)];
    const dispatchLayout = webgpu_util.flatDispatchLayout(row);
    const program = {
      variableNames: ['X', 'Gain', 'Bias', 'Mean', 'Variance'],
      uniforms: ' channels : i32, epsilon : f32, slope : f32,',
      outputShape: row,
      workgroupSize: WORKGROUP,
      dispatchLayout,
      dispatch: webgpu_util.computeDispatch(dispatchLayout, row, WORKGROUP),
      shaderKey: 'attgan norm inference',
      size: true,
      getUserCode: () => `
        fn main(index : i32) {
          if (index < uniforms.size) {
            let channel = index % uniforms.channels;
            let scale = Gain[channel] / sqrt(Variance[channel] + uniforms.epsilon);
            let value = X[index] * scale + (Bias[channel] - Mean[channel] * scale);
            setOutputAtIndex(index, select(uniforms.slope * value, value, value > 0.0));
          }
        }`,
    };
    const uniforms = [
      { type: 'int32', data: [x.shape.at(-1) as number] },
      { type: 'float32', data: [epsilon] },
      { type: 'float32', data: [slope] },
    ];
    const given = [{ ...x, shape: row }, gain, bias, mean, variance];
    const output = (backend as WebGPUBackend).runWebGPUProgram(program, given, 'float32', uniforms);
    return [{ ...output, shape: x.shape }];
  },
};
