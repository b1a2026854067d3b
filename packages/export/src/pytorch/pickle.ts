/** Writes Python's pickles, protocol 2: as much of them as state dicts need. A value follows another; containers say what is in them. */
export interface Pickle {
  text(value: string): void;
  /** From 0 to 2^31 − 1. */
  integer(value: number): void;
  /** A tuple of them. */
  integers(values: readonly number[]): void;
  no(): void;
  /** A class or function of a module. */
  global(module: string, name: string): void;
  /** A call of one with the arguments that `write` writes. */
  call(module: string, name: string, write: () => void): void;
  /** What the reader looks up by the tuple that `write` writes. */
  persistent(write: () => void): void;
  dictionary<T>(entries: readonly (readonly [string, T])[], write: (value: T) => void): void;
  /** `collections.OrderedDict` */
  orderedDictionary<T>(entries: readonly (readonly [string, T])[], write: (value: T) => void): void;
  finish(): Uint8Array;
}

const OP = {
  protocol: 0x80,
  mark: 0x28,
  tuple: 0x74,
  emptyTuple: 0x29,
  emptyDictionary: 0x7d,
  setItems: 0x75,
  text: 0x58,
  integer: 0x4a,
  global: 0x63,
  reduce: 0x52,
  no: 0x89,
  persistent: 0x51,
  stop: 0x2e,
};

export function createPickle(): Pickle {
  const bytes: number[] = [OP.protocol, 2];
  const utf8 = (value: string): Uint8Array => new TextEncoder().encode(value);
  const word = (value: number): void => {
    if (!Number.isInteger(value) || value < 0 || value > 0x7fffffff)
      throw new RangeError(`${value} does not fit a pickle's word`);
    for (let shift = 0; shift < 32; shift += 8) bytes.push((value >>> shift) & 255);
  };
  const tuple = (write: () => void): void => {
    bytes.push(OP.mark);
    write();
    bytes.push(OP.tuple);
  };
  const items = <T>(entries: readonly (readonly [string, T])[], write: (value: T) => void): void => {
    bytes.push(OP.mark);
    for (const [key, value] of entries) {
      pickle.text(key);
      write(value);
    }
    bytes.push(OP.setItems);
  };
  const pickle: Pickle = {
    text(value) {
      const content = utf8(value);
      bytes.push(OP.text);
      word(content.length);
      bytes.push(...content);
    },
    integer(value) {
      bytes.push(OP.integer);
      word(value);
    },
    integers: (values) => tuple(() => values.forEach((value) => pickle.integer(value))),
    no: () => void bytes.push(OP.no),
    global: (module, name) => void bytes.push(OP.global, ...utf8(`${module}\n${name}\n`)),
    call(module, name, write) {
      pickle.global(module, name);
      tuple(write);
      bytes.push(OP.reduce);
    },
    persistent(write) {
      tuple(write);
      bytes.push(OP.persistent);
    },
    dictionary(entries, write) {
      bytes.push(OP.emptyDictionary);
      items(entries, write);
    },
    orderedDictionary(entries, write) {
      pickle.global('collections', 'OrderedDict');
      bytes.push(OP.emptyTuple, OP.reduce);
      if (entries.length > 0) items(entries, write);
    },
    finish: () => Uint8Array.from([...bytes, OP.stop]),
  };
  return pickle;
}
