import * as tf from '@tensorflow/tfjs-core';

/**
 * A property of tfjs's backend: up to how many numbers a tensor has for which starting an operation takes longer than computing it,
 * so that such tensors are better copied into one and computed together.
 */
export interface GainsFromJoined {
  readonly joinUpTo?: number;
}

/** Up to how many numbers a tensor is better joined with others on the current backend; 0 where none is. */
export function joinUpTo(): number {
  return (tf.backend() as GainsFromJoined).joinUpTo ?? 0;
}
