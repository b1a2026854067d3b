import { AttganError } from '@attgan/core';

/** One field of a protobuf message: a number for the wire types varint and fixed32, the bytes of the others. */
export interface WireField {
  readonly field: number;
  readonly value: number | Uint8Array;
}

/**
 * The fields of a message, one after the other, in the order of the file. Lengths are checked against the message before anything is
 * read.
 * @param what names the message in errors
 * @throws AttganError when the message is cut off or is no protobuf
 */
export function* wireFields(bytes: Uint8Array, what: string): Generator<WireField> {
  const cursor = { at: 0 };
  while (cursor.at < bytes.length) {
    const tag = readVarint(bytes, cursor, what);
    const field = Math.floor(tag / 8);
    const type = tag % 8;
    if (type === 0) yield { field, value: readVarint(bytes, cursor, what) };
    else if (type === 5) {
      const start = take(bytes, cursor, 4, what);
      yield { field, value: new DataView(bytes.buffer, bytes.byteOffset + start, 4).getUint32(0, true) };
    } else if (type === 1 || type === 2) {
      const length = type === 1 ? 8 : readVarint(bytes, cursor, what);
      const start = take(bytes, cursor, length, what);
      yield { field, value: bytes.subarray(start, start + length) };
    } else throw damaged(what, `a field of the wire type ${type}`);
  }
}

/** A varint at the cursor, which moves on; signed as int64 is, and rounded beyond 2^53. */
export function readVarint(bytes: Uint8Array, cursor: { at: number }, what: string): number {
  let value = 0;
  let factor = 1;
  for (let count = 0; count < 10; count++) {
    const byte = bytes[cursor.at++];
    if (byte === undefined) throw damaged(what, 'an end in the middle of a number');
    // The tenth byte holds the sign alone.
    if (count === 9) return byte === 1 ? value - 2 ** 63 : value;
    value += (byte & 127) * factor;
    if (byte < 128) return value;
    factor *= 128;
  }
  throw damaged(what, 'a number without end');
}

/** The float that a fixed32 holds. */
export function floatOf(bits: number): number {
  return new Float32Array(Uint32Array.of(bits).buffer)[0] as number;
}

const text = new TextDecoder();

/** Bytes as text; empty for what is a number. */
export function textOf(value: number | Uint8Array): string {
  return typeof value === 'number' ? '' : text.decode(value);
}

/** The bytes of a message or a string; none for what is a number. */
export function bytesIn(value: number | Uint8Array): Uint8Array {
  return typeof value === 'number' ? new Uint8Array() : value;
}

/** The number of an integer field; not a number for bytes. */
export function numberIn(value: number | Uint8Array): number {
  return typeof value === 'number' ? value : NaN;
}

function take(bytes: Uint8Array, cursor: { at: number }, length: number, what: string): number {
  const start = cursor.at;
  if (length < 0 || start + length > bytes.length) {
    throw damaged(what, `a field of ${length} bytes, where ${bytes.length - start} are left`);
  }
  cursor.at += length;
  return start;
}

function damaged(what: string, why: string): AttganError {
  return new AttganError(`${what} is damaged or truncated: it has ${why}.`);
}
