import * as tf from '@tensorflow/tfjs-core';

type Attributes = { readonly transposeA: boolean; readonly transposeB: boolean };

/**
 * Wraps tfjs's matrix product, which is slow by a factor of ten when it is to transpose an operand: transposes first,
 * and of op(a)·op(b) = (op(b)ᵀ·op(a)ᵀ)ᵀ takes the form that moves less. The gradients of every dense layer are such
 * products.
 */
export function fasterMatMul(original: tf.KernelConfig): tf.KernelConfig {
  return {
    ...original,
    kernelFunc(args) {
      const { a, b } = args.inputs as unknown as { a: tf.Tensor; b: tf.Tensor };
      const { transposeA, transposeB } = args.attrs as unknown as Attributes;
      if (!transposeA && !transposeB) return original.kernelFunc(args);
      return tf.tidy(() => {
        // As [.., rows, inner] times [.., columns, inner]ᵀ: the sizes of what each form would transpose.
        const rows = a.shape[transposeA ? a.rank - 1 : a.rank - 2] as number;
        const columns = b.shape[transposeB ? b.rank - 2 : b.rank - 1] as number;
        const inner = a.shape[transposeA ? a.rank - 2 : a.rank - 1] as number;
        const direct = (transposeA ? rows * inner : 0) + (transposeB ? columns * inner : 0);
        const swapped = rows * columns + (transposeA ? 0 : rows * inner) + (transposeB ? 0 : columns * inner);
        if (direct <= swapped) return tf.matMul(transposeA ? swap(a) : a, transposeB ? swap(b) : b);
        return swap(tf.matMul(transposeB ? b : swap(b), transposeA ? a : swap(a)));
      });
    },
  };
}

/** Exchanges the last two axes. */
function swap(x: tf.Tensor): tf.Tensor {
  const axes = x.shape.map((_, axis) => axis);
  const [last, before] = [axes.pop() as number, axes.pop() as number];
  return tf.transpose(x, [...axes, last, before]);
}
