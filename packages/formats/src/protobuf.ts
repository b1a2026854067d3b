/** Just enough of the protobuf wire format to write events: a message is the bytes of its fields, one after another. */

const encoder = new TextEncoder();

function varint(value: number): number[] {
  const bytes: number[] = [];
  // Division and not shifts: steps may need more than 32 bits.
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  bytes.push(rest);
  return bytes;
}

const key = (field: number, wireType: number): number[] => varint(field * 8 + wireType);

/** An integer field; `value` is a whole number from 0 to 2^53 − 1. */
export function integer(field: number, value: number): Uint8Array {
  if (!Number.isSafeInteger(value) || value < 0) throw new RangeError(`${value} is no whole number from 0 up`);
  return Uint8Array.from([...key(field, 0), ...varint(value)]);
}

/** An integer field that may be negative: two's complement of 64 bits, as the types int32, int64, bool and enum are written. */
export function signed(field: number, value: number): Uint8Array {
  if (value >= 0) return integer(field, value);
  let rest = BigInt.asUintN(64, BigInt(value));
  const written: number[] = [];
  for (; rest >= 128n; rest >>= 7n) written.push(Number(rest & 127n) | 128);
  return message(key(field, 0), [...written, Number(rest)]);
}

export function double(field: number, value: number): Uint8Array {
  return message(key(field, 1), new Uint8Array(Float64Array.of(value).buffer));
}

export function float(field: number, value: number): Uint8Array {
  return message(key(field, 5), new Uint8Array(Float32Array.of(value).buffer));
}

/** A string, bytes, or message field. */
export function bytes(field: number, value: string | Uint8Array): Uint8Array {
  const content = typeof value === 'string' ? encoder.encode(value) : value;
  return message(key(field, 2), varint(content.length), content);
}

/** Fields joined to a message. */
export function message(...fields: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const joined = new Uint8Array(fields.reduce((length, field) => length + field.length, 0));
  let at = 0;
  for (const field of fields) {
    joined.set(field, at);
    at += field.length;
  }
  return joined;
}
