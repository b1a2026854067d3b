import { maskedCrc32c } from '../crc32c.ts';
import { bytes, float, integer, message } from '../protobuf.ts';

/** A node of a GraphDef; attributes are messages. */
export function node(
  name: string,
  op: string,
  inputs: readonly string[] = [],
  attributes: Record<string, Uint8Array> = {},
): Uint8Array {
  return bytes(
    1,
    message(
      bytes(1, name),
      bytes(2, op),
      ...inputs.map((input) => bytes(3, input)),
      ...Object.entries(attributes).map(([key, value]) => bytes(5, message(bytes(1, key), bytes(2, value)))),
    ),
  );
}

export const shape = (edges: readonly number[]): Uint8Array =>
  message(...edges.map((edge) => bytes(2, integer(1, edge))));

/** A node `Const` of float32. */
export function constant(name: string, edges: readonly number[], content: Uint8Array): Uint8Array {
  return node(name, 'Const', [], {
    value: bytes(8, message(integer(1, 1), bytes(2, shape(edges)), bytes(4, content))),
  });
}

export const floatAttribute = (value: number): Uint8Array => float(4, value);

function varint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) + 128, ...varint(Math.floor(value / 128))];
}

/** A table of LevelDB's format with one block of entries, in the order of their keys. */
export function table(
  entries: Readonly<Record<string, Uint8Array>>,
  pack: (block: Uint8Array) => readonly [Uint8Array, number] = (block) => [block, 0],
): Uint8Array {
  const trailed = (block: Uint8Array): Uint8Array => {
    const [content, type] = pack(block);
    const typed = message(content, [type]);
    return message(typed, new Uint8Array(Uint32Array.of(maskedCrc32c(typed)).buffer));
  };
  const blockOf = (all: readonly (readonly [Uint8Array, Uint8Array])[]): Uint8Array => {
    let before = new Uint8Array();
    const parts = all.map(([key, value]) => {
      let shared = 0;
      while (shared < before.length && before[shared] === key[shared]) shared++;
      before = Uint8Array.from(key);
      return message(
        [...varint(shared), ...varint(key.length - shared), ...varint(value.length)],
        key.subarray(shared),
        value,
      );
    });
    return message(...parts, new Uint8Array(Uint32Array.of(0, 1).buffer));
  };
  const encoder = new TextEncoder();
  const handle = (start: number, trailing: Uint8Array): Uint8Array =>
    Uint8Array.from([...varint(start), ...varint(trailing.length - 5)]);
  const data = trailed(blockOf(Object.entries(entries).map(([key, value]) => [encoder.encode(key), value])));
  const meta = trailed(blockOf([]));
  const index = trailed(blockOf([[encoder.encode('~'), handle(0, data)]]));
  const handles = message(handle(data.length, meta), handle(data.length + meta.length, index));
  const footer = message(
    handles,
    new Uint8Array(40 - handles.length),
    [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb],
  );
  return message(data, meta, index, footer);
}

/** The entry of a variable of float32 in the index of a checkpoint. */
export function bundleEntry(edges: readonly number[], shard: number, offset: number, content: Uint8Array): Uint8Array {
  const crc = new Uint8Array(Uint32Array.of(maskedCrc32c(content)).buffer);
  return message(
    integer(1, 1),
    bytes(2, shape(edges)),
    integer(3, shard),
    integer(4, offset),
    integer(5, content.length),
    [0x35],
    crc,
  );
}
