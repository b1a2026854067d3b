import { AttganError, messageOf } from '@attgan/core';
import { mapTree, type Computation, type Recorder, type TensorTree, type Tree } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import { graphOf } from './graph-def.ts';
import { replay, type Recorded } from './replay.ts';
import { traceComputation } from './trace-computation.ts';
import { requireSame, Unrecordable, type Trace } from './trace.ts';

/** How many shapes of inputs each computation is recorded for: each recording takes memory. */
const SHAPES = 16;

/** So many were made in this process: names are never used twice. */
let functions = 0;

/** What is known of a computation with inputs of given shapes. */
type Known =
  | { readonly stage: 'traced'; readonly trace: Trace }
  | { readonly stage: 'recorded'; readonly by: Recorded; readonly tried: boolean }
  | { readonly stage: 'refused' };

/**
 * Records computations as functions of TensorFlow. The first two runs are ordinary ones that are traced; where both did the same,
 * later runs execute a function made of the trace.
 * @param refused is told why a computation cannot be recorded, once for each computation and reason
 */
export function createRecorder(
  backend: TensorflowKernelBackend,
  refused: (computation: string, reason: string) => void,
): Recorder {
  const all = new WeakMap<object, Map<string, Known>>();
  const abandoned = new FinalizationRegistry((name: string) => backend.binding.removeFunction?.(name));
  const said = new Set<string>();
  let tracing = false;

  /** After one more run, which was traced. @throws Unrecordable, or what TensorFlow says of the function */
  function learn({ of }: Computation<TensorTree>, before: Known | undefined, trace: Trace, result: TensorTree): Known {
    if (before?.stage !== 'traced') return { stage: 'traced', trace };
    requireSame(before.trace, trace);
    const graph = graphOf(trace, backend.binding);
    const name = `attgan_${functions++}`;
    backend.binding.addFunction?.(name, graph.definition, graph.placeholders.length, graph.outputs);
    abandoned.register(of, name);
    const shape = mapTree<tf.Tensor, null, TensorTree>(result, () => null) as Tree<null>;
    return { stage: 'recorded', by: { name, graph, trace, shape }, tried: false };
  }

  function refuse({ variant }: Computation<TensorTree>, reason: string): void {
    const both = JSON.stringify([variant, reason]);
    if (said.has(both)) return;
    said.add(both);
    refused(variant, reason);
  }

  /** TensorFlow prepares a function when it first runs. What it refuses then runs as before. */
  function rerun<T extends TensorTree>(
    variants: Map<string, Known>,
    key: string,
    known: Extract<Known, { stage: 'recorded' }>,
    computation: Computation<T>,
  ): T {
    if (known.tried) return replay(backend, known.by, computation);
    try {
      const result = replay(backend, known.by, computation);
      variants.set(key, { ...known, tried: true });
      return result;
    } catch (error) {
      // Another process is gone: nothing was refused.
      if (error instanceof AttganError) throw error;
      variants.set(key, { stage: 'refused' });
      refuse(computation, firstLine(messageOf(error)));
      return computation.compute();
    }
  }

  return {
    run<T extends TensorTree>(computation: Computation<T>): T {
      if (tracing) return computation.compute();
      const variants = all.get(computation.of) ?? new Map<string, Known>();
      all.set(computation.of, variants);
      const key = `${computation.variant}: ${computation.inputs.map(({ shape }) => shape.join('x')).join(' ')}`;
      const known = variants.get(key);
      if (known?.stage === 'recorded') return rerun(variants, key, known, computation);
      if (known?.stage === 'refused' || (known === undefined && variants.size >= SHAPES)) return computation.compute();
      tracing = true;
      try {
        const { result, trace } = traceComputation(backend, computation);
        try {
          if (trace instanceof Unrecordable) throw trace;
          variants.set(key, learn(computation, known, trace, result));
        } catch (error) {
          variants.set(key, { stage: 'refused' });
          refuse(computation, firstLine(messageOf(error)));
        }
        return result;
      } finally {
        tracing = false;
      }
    },
  };
}

/** TensorFlow's messages may be followed by whole functions. */
function firstLine(message: string): string {
  return (message.split('\n', 1)[0] as string).slice(0, 200);
}
