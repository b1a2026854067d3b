/** A tensor as tests pickle it. */
export interface TestTensor {
  readonly name: string;
  /** The name of a storage class: `FloatStorage`. */
  readonly storage: string;
  readonly key: string;
  readonly count: number;
  readonly offset?: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

const latin = (text: string): number[] => [...new TextEncoder().encode(text)];
const uint32 = (value: number): number[] => [...new Uint8Array(Uint32Array.of(value).buffer)];

/** Opcodes of pickles, protocol 2. */
export const pickle = {
  text: (text: string): number[] => [0x58, ...uint32(latin(text).length), ...latin(text)],
  integer: (value: number): number[] => [0x4a, ...uint32(value)],
  tuple: (...parts: readonly (readonly number[])[]): number[] => [0x28, ...parts.flat(), 0x74],
  global: (module: string, name: string): number[] => [0x63, ...latin(`${module}\n${name}\n`)],
  dictionary: (...entries: readonly (readonly [readonly number[], readonly number[]])[]): number[] => [
    0x7d,
    0x28,
    ...entries.flatMap(([key, value]) => [...key, ...value]),
    0x75,
  ],
  list: (...parts: readonly (readonly number[])[]): number[] => [0x5d, 0x28, ...parts.flat(), 0x65],
  call: (callee: readonly number[], args: readonly number[]): number[] => [...callee, ...args, 0x52],
  /** The whole of a pickle. */
  of: (value: readonly number[]): Uint8Array => Uint8Array.from([0x80, 2, ...value, 0x2e]),
};

/** The opcodes of a tensor, as `torch.save` writes them. */
export function pickledTensor({ storage, key, count, offset = 0, shape, strides }: TestTensor): number[] {
  const id = pickle.tuple(
    pickle.text('storage'),
    pickle.global('torch', storage),
    pickle.text(key),
    pickle.text('cpu'),
    pickle.integer(count),
  );
  const numbers = (values: readonly number[]): number[] => pickle.tuple(...values.map(pickle.integer));
  const args = pickle.tuple([...id, 0x51], pickle.integer(offset), numbers(shape), numbers(strides), [0x89], [0x7d]);
  return pickle.call(pickle.global('torch._utils', '_rebuild_tensor_v2'), args);
}

/** The opcodes of a state dict. */
export function pickledState(tensors: readonly TestTensor[]): number[] {
  return pickle.dictionary(...tensors.map((tensor) => [pickle.text(tensor.name), pickledTensor(tensor)] as const));
}
