import * as tf from '@tensorflow/tfjs-core';
import type { TensorTree } from './tree.ts';

// A backend may record which operations a computation runs, and later run all of them at once. What JavaScript decides inside
// the computation is then decided once; only `fresh` tensors are made anew for each run.

/** A computation that runs many times with other values: a function of `inputs` and `sources`. */
export interface Computation<T extends TensorTree> {
  /** The same object in every run; what is recorded lives as long as it does. */
  readonly of: object;
  /** Tells computations of one `of` apart. */
  readonly variant: string;
  /** Every tensor that it uses, shapes and number the same in every run, or else it is recorded again. */
  readonly inputs: readonly tf.Tensor[];
  /** Whatever else differs between runs, such as a random key; it becomes tensors by `fresh`. */
  readonly sources: readonly object[];
  /** It may dispose its inputs. */
  compute(): T;
}

/** Runs computations for a backend; a property `recorder` of tfjs's backend. */
export interface Recorder {
  /** The same as `computation.compute()`, to the bit; where it is compiled, to rounding, and to the bit in every run. */
  run<T extends TensorTree>(computation: Computation<T>): T;
}

/** Runs a computation, from a recording where the current backend makes them and nothing is being differentiated. */
export function recorded<T extends TensorTree>(computation: Computation<T>): T {
  const { recorder } = tf.backend() as { readonly recorder?: Recorder };
  if (recorder === undefined || isTapeOn()) return computation.compute();
  return recorder.run(computation);
}

/** Whether operations are written down to be differentiated. */
function isTapeOn(): boolean {
  const { gradientDepth, kernelDepth } = tf.engine().state;
  return gradientDepth > 0 && kernelDepth === 0;
}

/** Is told, while a computation is recorded, of tensors that have to be made anew for each run. */
export interface Recording {
  fresh<S extends object, T extends tf.Tensor>(source: S, make: (source: S) => T): T;
  derived<S extends object, D extends object>(source: S, derive: (source: S) => D): D;
}
let recording: Recording | undefined;

/** Runs `compute`, telling `by` of its fresh tensors; nobody where undefined. */
export function recordingBy<T>(by: Recording | undefined, compute: () => T): T {
  const before = recording;
  recording = by;
  try {
    return compute();
  } finally {
    recording = before;
  }
}

/**
 * What `make` computes in JavaScript from `source`: random numbers from a key, a rate from the step. Made anew, with the source of
 * that run, whenever a recording of the computation around it runs; so it must use nothing else that differs between runs. The
 * source is one of the computation's, or a key folded from one, or `derived` from one.
 */
export function fresh<S extends object, T extends tf.Tensor>(source: S, make: (source: S) => T): T {
  return recording === undefined ? make(source) : recording.fresh(source, make);
}

/** A source made of another. */
export function derived<S extends object, D extends object>(source: S, derive: (source: S) => D): D {
  return recording === undefined ? derive(source) : recording.derived(source, derive);
}
