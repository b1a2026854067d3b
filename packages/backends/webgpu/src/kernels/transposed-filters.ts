import { transposedFiltersKernel } from '@attgan/kernels';
import { webgpu_util, type WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import * as tf from '@tensorflow/tfjs-core';
import { CheckedBackend } from '../checked-backend.ts';

type Inputs = { readonly kernel: tf.Tensor4D; readonly scale?: tf.Tensor1D };

const WORKGROUP: [number, number, number] = [128, 1, 1];

/**
 * Filters are kept as they are, [k, k, out, in], with channels of zeros up to a multiple of 4, and in halves where editing may be in
 * half precision. Factors stay apart, and in float32, so that weights which a file keeps in half precision lose nothing.
 */
export const transposedFilters: tf.KernelConfig = {
  kernelName: transposedFiltersKernel.name,
  backendName: 'webgpu',
  kernelFunc({ inputs, backend }) {
    const gpu = backend as CheckedBackend;
    const { kernel, scale } = inputs as unknown as Inputs;
    const missing = -kernel.shape[3] & 3;
    const filters = tf.tidy(() => {
      const padded =
        missing === 0
          ? tf.clone(kernel)
          : tf.pad(kernel, [
              [0, 0],
              [0, 0],
              [0, 0],
              [0, missing],
            ]);
      return gpu.editing === 'half' ? tf.engine().makeTensorFromTensorInfo(inHalves(gpu, padded)) : padded;
    });
    return scale === undefined ? [filters] : [filters, tf.clone(scale)];
  },
};

/** Two numbers of half precision in each integer. What is beyond their range is cut to it. */
function inHalves(backend: WebGPUBackend, values: tf.Tensor4D): tf.TensorInfo {
  const [height, width, outputs, channels] = values.shape;
  const pairs = [values.size / 2];
  const dispatchLayout = webgpu_util.flatDispatchLayout(pairs);
  const program = {
    variableNames: ['Pairs'],
    variableComponents: [2],
    outputShape: pairs,
    workgroupSize: WORKGROUP,
    dispatchLayout,
    dispatch: webgpu_util.computeDispatch(dispatchLayout, pairs, WORKGROUP),
    shaderKey: 'attgan halves',
    size: true,
    getUserCode: () => `
      fn main(index : i32) {
        if (index < uniforms.size) {
          result[index] = bitcast<i32>(pack2x16float(clamp(Pairs[index], vec2<f32>(-65504.0), vec2<f32>(65504.0))));
        }
      }`,
  };
  const { dataId, dtype } = values;
  const packed = backend.runWebGPUProgram(
    program,
    [{ dataId, dtype, shape: pairs.map((count) => count * 2) }],
    'int32',
  );
  return { ...packed, shape: [height, width, outputs, channels / 2] };
}
