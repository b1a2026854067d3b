import { fold, watchKeys, type RandomKey } from '@attgan/core';
import { flatten, recordingBy, type Computation, type TensorTree } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { NativeBinding, OperationAttribute, TensorflowKernelBackend } from '../load.ts';
import { Unrecordable, type Constant, type Derivation, type Fresh, type Operation } from './trace.ts';
import type { Reference, Trace } from './trace.ts';

type Values = ArrayBufferView | readonly Uint8Array[];

/**
 * Runs a computation and writes down what it does.
 * @returns its result, and the trace, or why the computation cannot be recorded
 */
export function traceComputation<T extends TensorTree>(
  backend: TensorflowKernelBackend,
  { inputs, sources, compute }: Computation<T>,
): { readonly result: T; readonly trace: Trace | Unrecordable } {
  const native = backend.binding;
  const constants: Constant[] = [];
  const fresh: Fresh[] = [];
  const operations: Operation[] = [];
  const references = new Map<number, Reference>();
  /** Fresh tensors whose values have not been given to TensorFlow yet, by these values. */
  const waiting = new Map<Values, Reference>();
  const origins = new Map<object, Pick<Fresh, 'source' | 'path'>>(
    sources.map((given, source) => [given, { source, path: [] }]),
  );
  let problem: Unrecordable | undefined;
  const refuse = (reason: string): void => void (problem ??= new Unrecordable(reason));

  for (const [index, id] of backend.getInputTensorIds(inputs).entries()) {
    if (!references.has(id)) references.set(id, ['input', index]);
  }
  const dtypes = inputs.map(({ dataId }) => backend.tensorMap.get(dataId).dtype);
  const lookUp = (id: number, user: string): Reference => {
    const reference = references.get(id);
    if (reference !== undefined) return reference;
    refuse(`${user} uses a tensor that was made before it began and is none of its inputs`);
    return ['constant', -1];
  };
  const binding = Object.create(native, {
    executeOp: {
      value(name: string, attributes: readonly OperationAttribute[], ids: readonly number[], count: number) {
        const read = ids.map((id) => lookUp(id, name));
        const outputs = native.executeOp(name, attributes, ids, count);
        const index = operations.push({ name, attributes: [...attributes], inputs: read }) - 1;
        for (const [output, { id }] of outputs.entries()) references.set(id, ['operation', index, output]);
        return outputs;
      },
    },
    createTensor: {
      value(shape: readonly number[], dtype: number, values: Values) {
        const id = native.createTensor(shape, dtype, values);
        const known = waiting.get(values);
        if (known === undefined && !ArrayBuffer.isView(values)) refuse('it uses strings');
        references.set(id, known ?? ['constant', constants.push(constantOf(shape, dtype, values)) - 1]);
        return id;
      },
    },
    tensorDataSync: {
      value(id: number) {
        if (references.get(id)?.[0] !== 'fresh') refuse('it reads a tensor');
        return native.tensorDataSync(id);
      },
    },
  }) as NativeBinding;

  const unwatched = <R>(run: () => R): R => {
    backend.binding = native;
    try {
      return watchKeys(undefined, () => recordingBy(undefined, run));
    } finally {
      backend.binding = binding;
    }
  };
  const derive = (from: object, to: object, step: Derivation): void => {
    const origin = origins.get(from);
    if (origin !== undefined) origins.set(to, { source: origin.source, path: [...origin.path, step] });
  };
  const keys = {
    folded: (key: RandomKey, from: RandomKey, part: string | number) =>
      derive(from, key, { label: String(part), derive: (source) => fold(source as unknown as RandomKey, part) }),
    drawn: () => refuse('it draws random numbers that are not made by `fresh`'),
  };
  const recording = {
    fresh<S extends object, F extends tf.Tensor>(source: S, make: (source: S) => F): F {
      const origin = origins.get(source);
      // Nobody knows its source: it counts as a constant, and is compared with that of the next run.
      if (origin === undefined) return make(source);
      const tensor = unwatched(() => make(source));
      const { values, id, dtype } = backend.tensorMap.get(tensor.dataId);
      const one = { ...origin, dtype, make: make as unknown as Fresh['make'] };
      const before = fresh.findIndex((other) => isSameFresh(other, one));
      const index = before >= 0 ? before : fresh.push(one) - 1;
      if (values !== null) waiting.set(values, ['fresh', index]);
      else references.set(id, ['fresh', index]);
      return tensor;
    },
    derived<S extends object, D extends object>(source: S, make: (source: S) => D): D {
      const made = make(source);
      derive(source, made, { label: 'derived', derive: make as unknown as Derivation['derive'] });
      return made;
    },
  };

  backend.binding = binding;
  try {
    const result = watchKeys(keys, () => recordingBy(recording, compute));
    const results = flatten<tf.Tensor>(result).map(([name, leaf]) => {
      const same = inputs.indexOf(leaf);
      if (same >= 0) return ['same', same] as const;
      const [id] = backend.getInputTensorIds([leaf]) as [number];
      const reference = lookUp(id, `its result ${name}`);
      if (reference[0] === 'fresh') refuse(`its result ${name} is not computed`);
      return reference;
    });
    return { result, trace: problem ?? { inputs: dtypes, constants, fresh, operations, results } };
  } finally {
    backend.binding = native;
  }
}

/** Whether both are made of the same source by the same functions, and so are equal. */
function isSameFresh(a: Fresh, b: Fresh): boolean {
  if (a.source !== b.source || a.make !== b.make || a.path.length !== b.path.length) return false;
  return a.path.every(({ derive }, index) => derive === b.path[index]?.derive);
}

function constantOf(shape: readonly number[], dtype: number, values: Values): Constant {
  const bytes = ArrayBuffer.isView(values)
    ? new Uint8Array(values.buffer, values.byteOffset, values.byteLength).slice()
    : new Uint8Array();
  return { dtype, shape: [...shape], bytes };
}
