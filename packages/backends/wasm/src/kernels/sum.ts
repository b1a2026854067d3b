import * as tf from '@tensorflow/tfjs-core';

/**
 * Wraps tfjs's sum, which adds one number after the other and so loses digits over the pixels of a batch: adds up one
 * axis at a time, so that no chain of additions is longer than an axis.
 */
export function accurateSum(original: tf.KernelConfig): tf.KernelConfig {
  return {
    ...original,
    kernelFunc(args) {
      const x = (args.inputs as unknown as { x: tf.Tensor }).x;
      const { axis, keepDims } = args.attrs as unknown as { axis: number | number[]; keepDims: boolean };
      const axes = tf.util.parseAxisParam(axis, x.shape);
      const [innermost, ...others] = axes.filter((each) => (x.shape[each] as number) > 1).sort((a, b) => b - a);
      if (innermost === undefined || others.length === 0) return original.kernelFunc(args);
      return tf.tidy(() => {
        const sum = tf.sum(tf.sum(x, innermost, true), others, true);
        const kept = x.shape.filter((_, index) => !axes.includes(index));
        return tf.reshape(sum, keepDims ? sum.shape : kept);
      });
    },
  };
}
