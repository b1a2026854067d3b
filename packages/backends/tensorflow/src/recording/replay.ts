import { mapTree, type Computation, type TensorTree, type Tree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { OutputInfo, TensorflowKernelBackend } from '../load.ts';
import type { Graph } from './graph-def.ts';
import type { Fresh, Reference, Trace } from './trace.ts';

/** A computation that TensorFlow has a function of. */
export interface Recorded {
  /** Of the function. */
  readonly name: string;
  readonly graph: Graph;
  readonly trace: Trace;
  /** The result's tree. */
  readonly shape: Tree<null>;
  /** Whether XLA compiles it, for each device and shapes of inputs when it first meets them. */
  readonly compiled: boolean;
}

/**
 * Runs the function with the inputs of `computation`, and fresh tensors made of its sources.
 * @param read the values of the inputs, where the inputs themselves may be disposed already
 */
export function replay<T extends TensorTree>(
  backend: TensorflowKernelBackend,
  recording: Recorded,
  { inputs, sources }: Computation<T>,
  read: readonly tf.Tensor[] = inputs,
): T {
  const { name, graph, trace, shape } = recording;
  const made: tf.Tensor[] = [];
  const tensorOf = ([from, index]: Reference): tf.Tensor => {
    if (from === 'input') return read[index] as tf.Tensor;
    const { source, path, make } = trace.fresh[index] as Fresh;
    const derived = path.reduce((given, { derive }) => derive(given), sources[source] as object);
    const tensor = tf.tidy(() => make(derived));
    made.push(tensor);
    return tensor;
  };
  let outputs: readonly OutputInfo[];
  try {
    const ids = backend.getInputTensorIds(graph.placeholders.map(tensorOf));
    outputs = backend.binding.executeOp(name, attributesOf(backend, recording), ids, graph.outputs.length / 2);
  } finally {
    tf.dispose(made);
  }
  const computed = outputs.values();
  const results = trace.results.map(([from, index]) => {
    if (from === 'same') return inputs[index] as tf.Tensor;
    if (from === 'input') return tf.clone(read[index] as tf.Tensor);
    return backend.createOutputTensor(computed.next().value as OutputInfo);
  });
  const each = results.values();
  return mapTree<null, tf.Tensor, Tree<null>>(shape, () => each.next().value as tf.Tensor) as T;
}

/**
 * On a CPU one thread runs an operation after the other, for each uses all threads itself: handing them around takes longer. It
 * cannot wait for other processes.
 */
function attributesOf({ binding }: TensorflowKernelBackend, { graph: { collective }, compiled }: Recorded) {
  if (compiled) return [{ name: '_XlaMustCompile', type: binding.TF_ATTR_BOOL, value: true }];
  if (collective || binding.isUsingGpuDevice()) return [];
  return [{ name: 'executor_type', type: binding.TF_ATTR_STRING, value: 'SINGLE_THREADED_EXECUTOR' }];
}
