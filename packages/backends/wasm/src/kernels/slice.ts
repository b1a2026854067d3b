import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm';
import * as tf from '@tensorflow/tfjs-core';

/** Wraps tfjs's slicing, which copies the whole tensor first: this copies what is asked for, in the longest runs. */
export function fasterSlice(original: tf.KernelConfig): tf.KernelConfig {
  return {
    ...original,
    kernelFunc(args) {
      const x = (args.inputs as unknown as { x: tf.TensorInfo }).x;
      if (x.dtype === 'string') return original.kernelFunc(args);
      const { begin, size } = args.attrs as unknown as { begin: number[]; size: number[] };
      const [start, shape] = tf.slice_util.parseSliceParams(x as tf.Tensor, begin, size) as [number[], number[]];
      tf.slice_util.assertParamsValid(x as tf.Tensor, start, shape);
      const backend = args.backend as BackendWasm;
      const output = backend.makeOutput(shape, x.dtype);
      // Only now: making room for the output may have moved the memory.
      copyRuns(backend.typedArrayFromHeap(x), x.shape, backend.typedArrayFromHeap(output), start, shape);
      return output;
    },
  };
}

type Values = Float32Array | Int32Array | Uint8Array;

function copyRuns(
  from: Values,
  fromShape: readonly number[],
  to: Values,
  start: readonly number[],
  shape: readonly number[],
): void {
  // Axes behind `last` are taken whole, so each position of the axes before it is one run.
  let last = shape.length - 1;
  while (last > 0 && shape[last] === fromShape[last]) last--;
  const strides = tf.util.computeStrides([...fromShape, 1]);
  const run = tf.util.sizeFromShape(shape.slice(Math.max(last, 0)));
  const position = shape.slice(0, Math.max(last, 0)).map(() => 0);
  for (let offset = 0; offset < to.length; offset += run) {
    let source = 0;
    for (let axis = 0; axis < shape.length; axis++) {
      source += ((position[axis] ?? 0) + (start[axis] as number)) * (strides[axis] as number);
    }
    to.set(from.subarray(source, source + run), offset);
    for (let axis = position.length - 1; axis >= 0; axis--) {
      position[axis] = (position[axis] as number) + 1;
      if ((position[axis] as number) < (shape[axis] as number)) break;
      position[axis] = 0;
    }
  }
}
