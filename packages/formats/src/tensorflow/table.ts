import { AttganError } from '@attgan/core';
import type { ByteSource } from '../byte-source.ts';
import { maskedCrc32c } from '../crc32c.ts';
import { fromSnappy } from './snappy.ts';
import { readVarint } from './wire.ts';

/** Ends every table, little-endian: LevelDB's. */
const MAGIC = [0x57, 0xfb, 0x80, 0x8b, 0x24, 0x75, 0x47, 0xdb].join();
const FOOTER = 48;
/** After each block: how it is compressed, and its CRC. */
const TRAILER = 5;
const MOST_ENTRIES = 100_000;
const LARGEST_BLOCK = 2 ** 24;

/** Whether the file ends as a table does. */
export function isTable(source: ByteSource): boolean {
  return source.size >= FOOTER && source.read(source.size - 8, 8).join() === MAGIC;
}

/**
 * The entries of a table of LevelDB's format, in the order of their keys, as TensorFlow's `.index` files are.
 * @throws AttganError in one line when the file is damaged or truncated
 */
export function readTable(source: ByteSource): ReadonlyMap<string, Uint8Array> {
  const { name, size } = source;
  if (!isTable(source)) throw new AttganError(`${name} is no index of a TensorFlow checkpoint, or is truncated.`);
  const footer = source.read(size - FOOTER, FOOTER);
  const cursor = { at: 0 };
  handleAt(footer, cursor, name);
  const entries = new Map<string, Uint8Array>();
  for (const [, handle] of blockEntries(blockAt(source, handleAt(footer, cursor, name)), name)) {
    for (const [key, value] of blockEntries(blockAt(source, handleAt(handle, { at: 0 }, name)), name)) {
      entries.set(key, value);
      if (entries.size > MOST_ENTRIES) throw new AttganError(`${name} has more than ${MOST_ENTRIES} entries.`);
    }
  }
  return entries;
}

interface Handle {
  readonly start: number;
  readonly length: number;
}

function handleAt(bytes: Uint8Array, cursor: { at: number }, name: string): Handle {
  const start = readVarint(bytes, cursor, name);
  return { start, length: readVarint(bytes, cursor, name) };
}

function blockAt(source: ByteSource, { start, length }: Handle): Uint8Array {
  const { name } = source;
  if (!(length >= 4 && length <= LARGEST_BLOCK))
    throw new AttganError(`${name} is damaged: it has a block of ${length} bytes.`);
  const bytes = source.read(start, length + TRAILER);
  const crc = new DataView(bytes.buffer, bytes.byteOffset + length + 1, 4).getUint32(0, true);
  if (crc !== maskedCrc32c(bytes.subarray(0, length + 1)))
    throw new AttganError(`${name} is damaged: the checksum of a block is wrong.`);
  const block = bytes.subarray(0, length);
  if (bytes[length] === 0) return block;
  if (bytes[length] === 1) return fromSnappy(block, name);
  throw new AttganError(`${name} has a block that is compressed in an unknown way.`);
}

const text = new TextDecoder();

/** Keys share their beginning with the key before; the block ends with places to start from, which reading all does not need. */
function* blockEntries(block: Uint8Array, name: string): Generator<readonly [string, Uint8Array]> {
  const restarts = new DataView(block.buffer, block.byteOffset + block.length - 4, 4).getUint32(0, true);
  const end = block.length - 4 - 4 * restarts;
  const damaged = new AttganError(`${name} is damaged: an entry of a block is cut off.`);
  if (end < 0) throw damaged;
  const cursor = { at: 0 };
  let key = new Uint8Array();
  while (cursor.at < end) {
    const [shared, own, length] = [0, 0, 0].map(() => readVarint(block, cursor, name)) as [number, number, number];
    const valueStart = cursor.at + own;
    if (!(shared >= 0 && own >= 0 && length >= 0) || shared > key.length || valueStart + length > end) throw damaged;
    const next = new Uint8Array(shared + own);
    next.set(key.subarray(0, shared));
    next.set(block.subarray(cursor.at, valueStart), shared);
    key = next;
    cursor.at = valueStart + length;
    yield [text.decode(key), block.subarray(valueStart, cursor.at)];
  }
}
