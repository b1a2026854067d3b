import { AttganError } from '@attgan/core';
import { readVarint } from './wire.ts';

/** Blocks of tables are some kilobytes. */
const LARGEST = 2 ** 24;

/**
 * Undoes Snappy's compression (its format_description.txt).
 * @param what names the data in errors
 * @throws AttganError when they are damaged
 */
export function fromSnappy(bytes: Uint8Array, what: string): Uint8Array {
  const cursor = { at: 0 };
  const length = readVarint(bytes, cursor, what);
  const damaged = new AttganError(`${what} is damaged: a compressed block cannot be unpacked.`);
  if (!(length >= 0 && length <= LARGEST)) throw damaged;
  const result = new Uint8Array(length);
  let done = 0;
  const number = (count: number): number => {
    let value = 0;
    for (let index = 0; index < count; index++) value += (bytes[cursor.at++] ?? 0) * 256 ** index;
    return value;
  };
  while (cursor.at < bytes.length) {
    const tag = bytes[cursor.at++] as number;
    const kind = tag & 3;
    if (kind === 0) {
      const short = tag >> 2;
      const count = (short < 60 ? short : number(short - 59)) + 1;
      if (cursor.at + count > bytes.length || done + count > length) throw damaged;
      result.set(bytes.subarray(cursor.at, cursor.at + count), done);
      cursor.at += count;
      done += count;
    } else {
      const count = kind === 1 ? ((tag >> 2) & 7) + 4 : (tag >> 2) + 1;
      const offset = kind === 1 ? (tag >> 5) * 256 + number(1) : number(kind === 2 ? 2 : 4);
      if (offset < 1 || offset > done || done + count > length) throw damaged;
      // Byte by byte, because copies may overlap themselves.
      for (let index = 0; index < count; index++) result[done + index] = result[done + index - offset] as number;
      done += count;
    }
  }
  if (done !== length) throw damaged;
  return result;
}
