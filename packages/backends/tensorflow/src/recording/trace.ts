import type { OperationAttribute } from '../load.ts';

/** Where a value of a traced computation comes from; the number counts within its sort. */
export type Reference =
  | readonly [from: 'input' | 'fresh' | 'constant', index: number]
  | readonly [from: 'operation', index: number, output: number];

/** A value that JavaScript made, and that is the same in every run. */
export interface Constant {
  readonly dtype: number;
  readonly shape: readonly number[];
  readonly bytes: Uint8Array;
}

export interface Operation {
  readonly name: string;
  readonly attributes: readonly OperationAttribute[];
  readonly inputs: readonly Reference[];
}

/** A tensor that JavaScript makes anew for every run. */
export interface Fresh {
  /** Which of the computation's sources, and what is derived from it in turn. */
  readonly source: number;
  readonly path: readonly Derivation[];
  readonly dtype: number;
  make(source: object): import('@tensorflow/tfjs-core').Tensor;
}

export interface Derivation {
  /** Tells derivations apart where that can be told. */
  readonly label: string;
  derive(from: object): object;
}

/** What one run of a computation did. */
export interface Trace {
  /** TensorFlow's number of the type of each input. */
  readonly inputs: readonly number[];
  readonly constants: readonly Constant[];
  readonly fresh: readonly Fresh[];
  readonly operations: readonly Operation[];
  /** Of each leaf of the result. `same` are inputs that were handed on: the tensors themselves. */
  readonly results: readonly (Reference | readonly [from: 'same', index: number])[];
}

/** Why a computation cannot be recorded. */
export class Unrecordable extends Error {
  override readonly name = 'Unrecordable';
}

/** @throws Unrecordable where two runs of one computation did not do the same, with a reason for the user */
export function requireSame(first: Trace, second: Trace): void {
  const fail = (reason: string): never => {
    throw new Unrecordable(reason);
  };
  if (first.operations.length !== second.operations.length) fail('it does not run the same operations every time');
  first.operations.forEach((operation, index) => {
    const other = second.operations[index] as Operation;
    const same = operation.name === other.name && text(operation.inputs) === text(other.inputs);
    if (!same) fail('it does not run the same operations every time');
    if (text(operation.attributes) !== text(other.attributes)) {
      fail(`an attribute of ${operation.name} differs from run to run`);
    }
  });
  first.constants.forEach((constant, index) => {
    const other = second.constants[index];
    if (other !== undefined && isSame(constant, other)) return;
    const user = first.operations.find(({ inputs }) => inputs.some((ref) => ref[0] === 'constant' && ref[1] === index));
    fail(`a number that ${user?.name ?? 'it'} uses differs from run to run and is not made by \`fresh\``);
  });
  const described = (trace: Trace): string =>
    text([trace.inputs, trace.results, trace.constants.length, trace.fresh.map(describeFresh)]);
  if (described(first) !== described(second)) fail('it does not return the same every time');
}

function describeFresh({ source, path, dtype }: Fresh): unknown {
  return [source, path.map(({ label }) => label), dtype];
}

function isSame(a: Constant, b: Constant): boolean {
  return a.dtype === b.dtype && text(a.shape) === text(b.shape) && Buffer.compare(a.bytes, b.bytes) === 0;
}

const text = (value: unknown): string => JSON.stringify(value);
