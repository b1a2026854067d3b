import * as tf from '@tensorflow/tfjs-core';

/** What is held on the current backend. */
export interface Footprint {
  readonly backend: tf.KernelBackend;
  readonly tensors: number;
  readonly bytes: number;
  /** Pieces of memory that the backend itself counts: what its kernels forgot shows only here. */
  readonly pieces: number | undefined;
}

export function footprint(): Footprint {
  const backend = tf.backend();
  const { numTensors, numBytes } = tf.memory();
  return { backend, tensors: numTensors, bytes: numBytes, pieces: pieces(backend) };
}

function pieces(backend: tf.KernelBackend): number | undefined {
  try {
    return backend.numDataIds();
  } catch {
    return undefined; // Optional for backends.
  }
}

/** What `after` holds beyond `before`, in one line; undefined where nothing was left behind. */
export function leak(before: Footprint, after: Footprint): string | undefined {
  const tensors = after.tensors - before.tensors;
  const bytes = after.bytes - before.bytes;
  if (tensors !== 0 || bytes !== 0) return `leaves ${tensors} tensors, ${bytes} bytes behind`;
  // A case may have opened the backend anew, which then counts from the beginning.
  if (before.backend !== after.backend || before.pieces === undefined || after.pieces === undefined) return undefined;
  const forgotten = after.pieces - before.pieces;
  return forgotten === 0 ? undefined : `its kernels leave memory behind, pieces: ${forgotten}`;
}
