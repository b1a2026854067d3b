import * as tf from '@tensorflow/tfjs-core';
import { webgpu_util, type WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';

/** A product of [rows, inner] by [inner, columns], `batch` times. */
export interface Product {
  readonly batch: number;
  readonly rows: number;
  readonly columns: number;
  readonly inner: number;
}

const FLAG = 'WEBGPU_MATMUL_PROGRAM_TYPE';
const { MatMulSmallOutputSizeProgram } = webgpu_util.MatMulProgramType;

/**
 * Wraps a kernel that multiplies matrices. Where the inner side is long and the result small, TensorFlow.js lets several
 * groups of threads add to one number in whatever order they finish: the last bits then differ from run to run, and a
 * resumed training from one that was never interrupted. Each number is summed by one group instead.
 * @param productOf what the kernel multiplies, given its inputs and attributes; undefined where it does not
 */
export function withOrderedSums(
  original: tf.KernelConfig,
  productOf: (inputs: tf.NamedTensorInfoMap, attributes: tf.NamedAttrMap) => Product | undefined,
): tf.KernelConfig {
  return {
    ...original,
    kernelFunc(args) {
      const product = productOf(args.inputs, (args.attrs ?? {}) as tf.NamedAttrMap);
      const { thresholdToIncreaseWorkgroups } = args.backend as WebGPUBackend;
      if (product === undefined || !isSplit(product, thresholdToIncreaseWorkgroups)) return original.kernelFunc(args);
      const before = tf.env().getNumber(FLAG);
      tf.env().set(FLAG, MatMulSmallOutputSizeProgram);
      try {
        return original.kernelFunc(args);
      } finally {
        tf.env().set(FLAG, before);
      }
    },
  };
}

/** Whether TensorFlow.js 4.22 would split the sum. `threshold` is the number of tiles that keeps the GPU busy. */
function isSplit({ batch, rows, columns, inner }: Product, threshold: number): boolean {
  const tiles = Math.ceil(rows / 32) * Math.ceil(columns / 32);
  const few = tiles <= threshold || (rows <= 8 && tiles <= 2 * threshold);
  return batch === 1 && inner >= 2000 && few && rows * columns > 128;
}
