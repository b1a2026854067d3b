import { AttganError } from '@attgan/core';
import { mapTree, type Computation, type Recorder, type TensorTree, type Tree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import { graphOf } from './graph-def.ts';
import { reasonOf } from './reason-of.ts';
import { replay, type Recorded } from './replay.ts';
import { runCompiled } from './run-compiled.ts';
import { traceComputation } from './trace-computation.ts';
import { requireSame, Unrecordable, type Trace } from './trace.ts';

/** How many shapes of inputs each computation is recorded for: each recording takes memory. */
const SHAPES = 16;

/** So many were made in this process: names are never used twice. */
let functions = 0;

/** What is known of a computation with inputs of given shapes. */
type Known =
  | { readonly stage: 'new' }
  | { readonly stage: 'traced'; readonly trace: Trace; readonly by?: Recorded }
  | { readonly stage: 'recorded'; readonly by: Recorded; readonly tried: boolean }
  | { readonly stage: 'refused' };

interface Entry {
  known: Known;
}

export interface RecorderOptions {
  /** Whether XLA compiles what is recorded. */
  readonly compile: boolean;
  /** Is told why a computation cannot be recorded, once for each computation and reason. */
  refused(computation: string, reason: string): void;
  /** The same for what is recorded, but cannot be compiled. */
  uncompiled(computation: string, reason: string): void;
}

/**
 * Records computations as functions of TensorFlow. The first two runs are ordinary ones that are traced; where both did the same,
 * later runs execute a function made of the trace. Where XLA compiles the function, its results replace those of the traced runs.
 */
export function createRecorder(backend: TensorflowKernelBackend, options: RecorderOptions): Recorder {
  const { compile } = options;
  const all = new WeakMap<object, Map<string, Entry>>();
  const abandoned = new FinalizationRegistry((name: string) => backend.binding.removeFunction?.(name));
  const said = new Set<string>();
  let tracing = false;

  function say(what: 'refused' | 'uncompiled', { variant }: Computation<TensorTree>, reason: string): void {
    const notice = JSON.stringify([what, variant, reason]);
    if (said.has(notice)) return;
    said.add(notice);
    options[what](variant, reason);
  }

  /** @throws what TensorFlow says of the function */
  function record(computation: Computation<TensorTree>, trace: Trace, result: TensorTree): Recorded {
    const graph = graphOf(trace, backend.binding);
    const name = `attgan_${functions++}`;
    backend.binding.addFunction?.(name, graph.definition, graph.placeholders.length, graph.outputs);
    abandoned.register(computation.of, name);
    const shape = mapTree<tf.Tensor, null, TensorTree>(result, () => null) as Tree<null>;
    if (compile && graph.collective) say('uncompiled', computation, 'it exchanges tensors with other processes');
    return { name, graph, trace, shape, compiled: compile && !graph.collective };
  }

  /** After one more run, which was traced. @throws Unrecordable, or what TensorFlow says of the function */
  function learn(computation: Computation<TensorTree>, before: Known, trace: Trace, result: TensorTree): Known {
    if (before.stage !== 'traced') {
      return { stage: 'traced', trace, ...(compile && { by: record(computation, trace, result) }) };
    }
    requireSame(before.trace, trace);
    return { stage: 'recorded', by: before.by ?? record(computation, trace, result), tried: false };
  }

  function trace<T extends TensorTree>(entry: Entry, computation: Computation<T>): T {
    // The computation may dispose its inputs.
    const copies = compile ? computation.inputs.map((input) => tf.clone(input)) : [];
    tracing = true;
    try {
      const { result, trace } = traceComputation(backend, computation);
      try {
        if (trace instanceof Unrecordable) throw trace;
        entry.known = learn(computation, entry.known, trace, result);
      } catch (error) {
        entry.known = { stage: 'refused' };
        say('refused', computation, reasonOf(error));
      }
      return compiled(entry, computation, copies, result);
    } finally {
      tracing = false;
      tf.dispose(copies);
    }
  }

  /** What XLA makes of a traced run; where it cannot, `traced`, and the function runs uncompiled from then on. */
  function compiled<T extends TensorTree>(
    entry: Entry,
    computation: Computation<T>,
    copies: readonly tf.Tensor[],
    traced: T,
  ): T {
    const { known } = entry;
    if (!('by' in known) || !known.by.compiled) return traced;
    try {
      const result = runCompiled(backend, known.by, computation, copies, traced);
      if (known.stage === 'recorded') entry.known = { ...known, tried: true };
      return result;
    } catch (error) {
      entry.known = { ...known, by: { ...known.by, compiled: false } };
      say('uncompiled', computation, reasonOf(error));
      return traced;
    }
  }

  /** TensorFlow prepares a function when it first runs. What it refuses then runs as before. */
  function rerun<T extends TensorTree>(
    entry: Entry,
    known: Extract<Known, { stage: 'recorded' }>,
    computation: Computation<T>,
  ): T {
    if (known.tried) return replay(backend, known.by, computation);
    try {
      const result = replay(backend, known.by, computation);
      entry.known = { ...known, tried: true };
      return result;
    } catch (error) {
      // Another process is gone: nothing was refused.
      if (error instanceof AttganError) throw error;
      entry.known = { stage: 'refused' };
      say('refused', computation, reasonOf(error));
      return computation.compute();
    }
  }

  return {
    run<T extends TensorTree>(computation: Computation<T>): T {
      if (tracing) return computation.compute();
      const entries = all.get(computation.of) ?? new Map<string, Entry>();
      all.set(computation.of, entries);
      const key = `${computation.variant}: ${computation.inputs.map(({ shape }) => shape.join('x')).join(' ')}`;
      const entry = entries.get(key) ?? { known: { stage: 'new' } };
      const { known } = entry;
      if (known.stage === 'recorded') return rerun(entry, known, computation);
      if (known.stage === 'refused' || (known.stage === 'new' && entries.size >= SHAPES)) return computation.compute();
      entries.set(key, entry);
      return trace(entry, computation);
    },
  };
}
