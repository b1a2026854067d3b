import { AttganError } from '@attgan/core';
import type { ByteSource } from '../byte-source.ts';

/** Far more than the pickle of any network takes, whose values lie outside it; bytes. */
const LARGEST_PICKLE = 2 ** 22;

const text = new TextDecoder('utf-8', { fatal: true });

/** The bytes of one pickle, from its beginning on. */
export class PickleReader {
  readonly source: string;
  /** Bytes read so far. */
  position = 0;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(source: ByteSource, start: number, length = source.size - start) {
    this.source = source.name;
    this.#bytes = source.read(start, Math.max(0, Math.min(length, LARGEST_PICKLE)));
    this.#view = new DataView(this.#bytes.buffer, this.#bytes.byteOffset, this.#bytes.length);
  }

  byte(): number {
    return this.#view.getUint8(this.#advance(1));
  }

  uint16(): number {
    return this.#view.getUint16(this.#advance(2), true);
  }

  int32(): number {
    return this.#view.getInt32(this.#advance(4), true);
  }

  uint32(): number {
    return this.#view.getUint32(this.#advance(4), true);
  }

  /** 64 bits, big-endian, as pickles alone of all formats here have them. */
  double(): number {
    return this.#view.getFloat64(this.#advance(8), false);
  }

  skip(length: number): void {
    this.#advance(length);
  }

  /** A little-endian integer in two's complement of `length` bytes. */
  integer(length: number): number | bigint {
    const start = this.#advance(length);
    let value = 0n;
    for (let index = length - 1; index >= 0; index--)
      value = (value << 8n) | BigInt(this.#bytes[start + index] as number);
    const signed = BigInt.asIntN(length * 8, value);
    return Number.isSafeInteger(Number(signed)) ? Number(signed) : signed;
  }

  text(length: number): string {
    const start = this.#advance(length);
    try {
      return text.decode(this.#bytes.subarray(start, start + length));
    } catch (error) {
      throw new AttganError(`${this.source} is damaged: its pickle has text that is not UTF-8.`, { cause: error });
    }
  }

  /** A line of text, without its end. */
  line(): string {
    const end = this.#bytes.indexOf(10, this.position);
    if (end < 0) throw this.#ended();
    const line = this.text(end - this.position);
    this.skip(1);
    return line;
  }

  #advance(length: number): number {
    const start = this.position;
    if (start + length > this.#bytes.length) throw this.#ended();
    this.position += length;
    return start;
  }

  #ended(): AttganError {
    const reason = this.#bytes.length === LARGEST_PICKLE ? 'is larger than that of any network' : 'ends too early';
    return new AttganError(`${this.source} is damaged or truncated: its pickle ${reason}.`);
  }
}
