import { protobuf } from '@attgan/formats';
import type { NativeBinding, OperationAttribute } from '../load.ts';
import type { Constant, Reference, Trace } from './trace.ts';

const { bytes, float, integer, message, signed } = protobuf;

/** A trace as TensorFlow's GraphDef. */
export interface Graph {
  readonly definition: Uint8Array;
  /** What the placeholders `i0`, `i1`, … stand for: inputs and fresh tensors of the trace. */
  readonly placeholders: readonly Reference[];
  /** For each result that the graph computes: the number of its operation `n0`, `n1`, …, and which output. */
  readonly outputs: Int32Array;
  /** Whether other processes have a part in it. */
  readonly collective: boolean;
}

/** Operations that write their results over inputs, and which. */
const OVERWRITES: Readonly<Record<string, readonly number[]>> = { AttganAdamInPlace: [0, 2, 3] };

/** The operations that the results need, in the order in which they ran. */
export function graphOf({ inputs, constants, fresh, operations, results }: Trace, types: NativeBinding): Graph {
  const needed = neededBy(operations, results);
  const placeholders: Reference[] = [];
  const nodes: Uint8Array[] = [];
  const names = new Map<string, string>();
  const numbers = new Map<string, number>();
  const add = (reference: Reference, name: string, operation: string, ...fields: readonly Uint8Array[]): void => {
    names.set(`${reference[0]} ${reference[1]}`, name);
    nodes.push(bytes(1, message(bytes(1, name), bytes(2, operation), ...fields)));
  };
  const nameOf = (reference: Reference): string => {
    const [from, index] = reference;
    const known = names.get(`${from} ${index}`);
    if (known !== undefined) return known;
    if (from === 'constant') {
      const number = numbers.size;
      numbers.set(`${from} ${index}`, number);
      add(reference, `n${number}`, 'Const', ...constantFields(constants[index] as Constant));
      return `n${number}`;
    }
    const dtype = from === 'input' ? inputs[index] : fresh[index]?.dtype;
    const name = `i${placeholders.push(reference) - 1}`;
    add(reference, name, 'Placeholder', attribute('dtype', integer(6, dtype as number)));
    return name;
  };
  /** Who has read each value so far: an operation that overwrites it waits for them. */
  const readers = new Map<string, string[]>();
  /** The collective operation before: they run one after the other, in the same order in every process. */
  let collective: string | undefined;
  for (const [index, { name, attributes, inputs: read }] of operations.entries()) {
    if (!needed.has(index)) continue;
    const given = read.map((reference) => {
      const from = nameOf(reference);
      return reference[0] === 'operation' ? `${from}:${reference[2]}` : from;
    });
    const number = numbers.size;
    numbers.set(`operation ${index}`, number);
    const waits = (OVERWRITES[name] ?? []).flatMap((position) => readers.get(given[position] as string) ?? []);
    for (const value of given) readers.set(value, [...(readers.get(value) ?? []), `n${number}`]);
    if (name.startsWith('Collective')) {
      if (collective !== undefined) waits.push(collective);
      collective = `n${number}`;
    }
    const all = [...given, ...[...new Set(waits)].map((before) => `^${before}`)];
    const fields = [
      ...all.map((value) => bytes(3, value)),
      ...attributes.map((each) => attribute(each.name, valueOf(each, types))),
    ];
    add(['operation', index, 0], `n${number}`, name, ...fields);
  }
  const outputs = results.flatMap((reference) => {
    if (reference[0] !== 'operation' && reference[0] !== 'constant') return [];
    nameOf(reference);
    return [numbers.get(`${reference[0]} ${reference[1]}`) as number, reference[2] ?? 0];
  });
  return {
    definition: message(...nodes),
    placeholders,
    outputs: Int32Array.from(outputs),
    collective: collective !== undefined,
  };
}

/** By index. */
function neededBy(operations: Trace['operations'], results: Trace['results']): ReadonlySet<number> {
  const needed = new Set<number>();
  const waiting = results.flatMap(([from, index]) => (from === 'operation' ? [index] : []));
  for (let index = waiting.pop(); index !== undefined; index = waiting.pop()) {
    if (needed.has(index)) continue;
    needed.add(index);
    for (const [from, of] of operations[index]?.inputs ?? []) if (from === 'operation') waiting.push(of);
  }
  return needed;
}

function attribute(name: string, value: Uint8Array): Uint8Array {
  return bytes(5, message(bytes(1, name), bytes(2, value)));
}

function constantFields({ dtype, shape, bytes: content }: Constant): readonly Uint8Array[] {
  const tensor = message(integer(1, dtype), bytes(2, shapeOf(shape)), bytes(4, content));
  return [attribute('dtype', integer(6, dtype)), attribute('value', bytes(8, tensor))];
}

function shapeOf(shape: readonly number[]): Uint8Array {
  return message(...shape.map((size) => bytes(2, signed(1, size))));
}

/** An AttrValue. */
function valueOf({ type, value }: OperationAttribute, types: NativeBinding): Uint8Array {
  const single = (field: number, of: number | boolean | string): Uint8Array => {
    if (type === types.TF_ATTR_STRING) return bytes(field, String(of));
    if (type === types.TF_ATTR_FLOAT) return float(field, Number(of));
    return signed(field, Number(of));
  };
  // Fields of AttrValue, and of its lists.
  const field = new Map([
    [types.TF_ATTR_STRING, 2],
    [types.TF_ATTR_INT, 3],
    [types.TF_ATTR_FLOAT, 4],
    [types.TF_ATTR_BOOL, 5],
    [types.TF_ATTR_TYPE, 6],
  ]).get(type);
  if (field === undefined) return bytes(7, shapeOf(value as unknown as readonly number[]));
  return Array.isArray(value)
    ? bytes(1, message(...value.map((each) => single(field, each))))
    : single(field, value as number);
}
