import { messageOf } from '@attgan/core';
import { withLeaves, type Computation, type Recorder, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import { graphOf, type Graph } from './graph-def.ts';
import { traceComputation } from './trace-computation.ts';
import { requireSame, Unrecordable, type Fresh, type Reference, type Trace } from './trace.ts';

/** How many shapes of one computation are recorded; a function takes memory. */
const SHAPES = 8;

/** A computation with inputs of given shapes: not traced yet, traced once, recorded, or refused. */
type Program =
  | { readonly kind: 'traced'; readonly trace: Trace }
  | { readonly kind: 'ready'; readonly name: string; readonly graph: Graph; readonly trace: Trace; readonly result: TensorTree }
  | { readonly kind: 'refused' };

/**
 * Records computations as functions of TensorFlow. The first two runs are ordinary ones that are traced; where both did the same,
 * later ones execute a function made of the trace.
 * @param refused is told why a computation cannot be recorded, once for each reason
 */
export function createRecorder(backend: TensorflowKernelBackend, refused: (reason: string) => void): Recorder {
  const programs = new WeakMap<object, Map<string, Program>>();
  const forgotten = new FinalizationRegistry((name: string) => backend.binding.removeFunction?.(name));
  let count = 0;
  let nested = false;

  function next(computation: Computation<TensorTree>, before: Program | undefined, trace: Trace, result: TensorTree): Program {
    if (before?.kind !== 'traced') return { kind: 'traced', trace };
    requireSame(before.trace, trace);
    const graph = graphOf(trace, backend.binding);
    const name = `attgan_${count++}`;
    backend.binding.addFunction?.(name, graph.definition, graph.placeholders.length, graph.outputs);
    forgotten.register(computation.of, name);
    // Of the result only its shape is used.
    return { kind: 'ready', name, graph, trace, result };
  }

  return {
    run<T extends TensorTree>(computation: Computation<T>): T {
      if (nested) return computation.compute();
      const known = programs.get(computation.of) ?? new Map<string, Program>();
      programs.set(computation.of, known);
      const key = `${computation.variant} ${computation.inputs.map(({ shape }) => shape.join('x')).join(' ')}`;
      const program = known.get(key);
      if (program?.kind === 'ready') return replay(backend, program, computation);
      if (program?.kind === 'refused' || (program === undefined && known.size >= SHAPES)) return computation.compute();
      nested = true;
      try {
        const { result, trace } = traceComputation(backend, computation);
        try {
          if (trace instanceof Unrecordable) throw trace;
          known.set(key, next(computation, program, trace, result));
        } catch (error) {
          known.set(key, { kind: 'refused' });
          refused(`${computation.variant}: ${messageOf(error)}`);
        }
        return result;
      } finally {
        nested = false;
      }
    },
  };
}

function replay<T extends TensorTree>(
  backend: TensorflowKernelBackend,
  { name, graph, trace, result }: Extract<Program, { kind: 'ready' }>,
  { inputs, sources }: Computation<T>,
): T {
  const made = new Map<number, tf.Tensor>();
  const tensorOf = ([from, index]: Reference): tf.Tensor => {
    if (from === 'input') return inputs[index] as tf.Tensor;
    const known = made.get(index);
    if (known !== undefined) return known;
    const { source, path, make } = trace.fresh[index] as Fresh;
    const from_ = path.reduce((object, { derive }) => derive(object), sources[source] as object);
    const tensor = tf.tidy(() => make(from_));
    made.set(index, tensor);
    return tensor;
  };
  const given = graph.placeholders.map(tensorOf);
  const outputs = backend.binding.executeOp(name, [], backend.getInputTensorIds(given), graph.outputs.length / 2);
  tf.dispose([...made.values()]);
  let at = 0;
  const results = trace.results.map((reference) => {
    const [from, index] = reference;
    if (from === 'same') return inputs[index] as tf.Tensor;
    if (from === 'input') return tf.keep(tf.clone(inputs[index] as tf.Tensor));
    return tf.keep(backend.createOutputTensor(outputs[at++] as (typeof outputs)[number]));
  });
  return withLeaves(result, results) as T;
}
