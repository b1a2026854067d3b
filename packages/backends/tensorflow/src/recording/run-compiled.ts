import { leaves, type Computation, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import { replay, type Recorded } from './replay.ts';

/**
 * Runs again, compiled, what was just traced, and frees what that gave. XLA rounds otherwise than single operations do: were the
 * traced runs to count, a training that goes on in another process would differ from one that was never interrupted.
 * @param copies of the inputs, which the traced run may have disposed
 * @param traced the result of that run
 * @throws Error when TensorFlow refuses the function; then `traced` is left as it is
 */
export function runCompiled<T extends TensorTree>(
  backend: TensorflowKernelBackend,
  recording: Recorded,
  computation: Computation<T>,
  copies: readonly tf.Tensor[],
  traced: T,
): T {
  const result = replay(backend, recording, computation, copies);
  const kept = new Set<tf.Tensor>([...computation.inputs, ...leaves<tf.Tensor>(result)]);
  tf.dispose(leaves<tf.Tensor>(traced).filter((tensor) => !kept.has(tensor)));
  return result;
}
