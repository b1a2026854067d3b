import * as tf from '@tensorflow/tfjs-core';

/**
 * Runs `compute` without recording it for differentiation: its result counts as a constant.
 * tfjs has no stop-gradient; it does not record inside a kernel, and this is how it knows.
 */
export function withoutGradient<T>(compute: () => T): T {
  const { state } = tf.engine();
  state.kernelDepth++;
  try {
    return compute();
  } finally {
    state.kernelDepth--;
  }
}

/** The same values as a constant: no gradient flows through. Shares memory with `x`. */
export function detach<T extends tf.Tensor>(x: T): T {
  return withoutGradient(() => tf.clone(x));
}
