import * as tf from '@tensorflow/tfjs-core';

/**
 * How processes that train together exchange tensors, all float32 and of the same shape in every process; a property `communicator`
 * of tfjs's backend. Every process calls the same in the same order, and waits for the others. Results are equal to the bit in all
 * of them. What is called within a recorded computation is recorded.
 */
export interface Communicator {
  /** How many processes there are. */
  readonly size: number;
  /** Which of them this is, from 0. */
  readonly task: number;
  /** The mean over all processes. */
  mean<T extends tf.Tensor>(x: T): T;
  /** The rows of all processes, in the order of these: [size · rows, …] for [rows, …]. */
  gather<T extends tf.Tensor>(x: T): T;
  /** What process 0 has. */
  broadcast<T extends tf.Tensor>(x: T): T;
}

const alone: Communicator = { size: 1, task: 0, mean: tf.clone, gather: tf.clone, broadcast: tf.clone };

/** That of the current backend; where it has none, that of a process that trains alone. */
export function communicator(): Communicator {
  return (tf.backend() as { readonly communicator?: Communicator }).communicator ?? alone;
}
