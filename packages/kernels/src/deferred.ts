import * as tf from '@tensorflow/tfjs-core';

// tfjs asks for the gradient of each input separately and tidies in between, so a gradient kernel that computes several at once
// has to keep those that were not requested yet.

const waiting = new Set<tf.Tensor>();

/** Keeps `tensor` until the returned function is called, which hands it out once. */
export function defer<T extends tf.Tensor>(tensor: T): () => T {
  waiting.add(tf.keep(tensor));
  return () => {
    const result = tf.clone(tensor);
    waiting.delete(tensor);
    tensor.dispose();
    return result;
  };
}

/** Disposes what was deferred and never requested. Call it after a gradient has been computed. */
export function disposeDeferred(): void {
  for (const tensor of waiting) tensor.dispose();
  waiting.clear();
}
