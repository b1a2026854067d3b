import { disposeDeferred, leaves, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

/**
 * ∂loss/∂leaf for every leaf of `params`, in the order of `flatten`; zeros where the loss does not depend on a leaf.
 * What `loss` computes is freed, except tensors that it keeps with `tf.keep`.
 */
export function differentiate(params: TensorTree, loss: () => tf.Scalar): tf.Tensor[] {
  const xs = leaves<tf.Tensor>(params);
  // tf.grads passes its arguments on; here the loss closes over the parameters themselves.
  const { value, grads } = tf.engine().gradients(loss, xs, undefined, true) as {
    value: tf.Scalar;
    grads: (tf.Tensor | null)[];
  };
  value.dispose();
  disposeDeferred();
  return grads.map((gradient, index) => gradient ?? tf.zerosLike(xs[index] as tf.Tensor));
}
