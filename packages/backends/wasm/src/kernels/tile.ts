import * as tf from '@tensorflow/tfjs-core';

/** Wraps tfjs's tiling, which is slow, by a product with ones where only axes of size 1 are repeated. */
export function fasterTile(original: tf.KernelConfig): tf.KernelConfig {
  return {
    ...original,
    kernelFunc(args) {
      const x = (args.inputs as unknown as { x: tf.Tensor }).x;
      const { reps } = args.attrs as unknown as { reps: number[] };
      const broadcasts = reps.length === x.rank && reps.every((times, axis) => times === 1 || x.shape[axis] === 1);
      if (!broadcasts || x.dtype !== 'float32') return original.kernelFunc(args);
      return tf.tidy(() => tf.mul(x, tf.ones(x.shape.map((size, axis) => size * (reps[axis] as number)))));
    },
  };
}
