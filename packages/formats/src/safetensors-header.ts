import { AttganError, messageOf } from '@attgan/core';
import { DTYPES, bytesOf, isDtype, type Dtype } from './dtype.ts';
import { duplicateKey } from './duplicate-key.ts';
import { nestingOf } from './nesting.ts';

/** Bytes of the largest header that is read: room for 100,000 tensors. The reference implementation's own limit is 100 MB. */
export const LARGEST_HEADER = 16_000_000;
/** The header is an object of entries, whose shapes and offsets are lists. */
const DEEPEST_HEADER = 3;
/** The header's length comes first, as a little-endian 64-bit integer. */
export const LENGTH_BYTES = 8;

export interface HeaderEntry {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Where the elements lie, bytes from the end of the header. */
  readonly start: number;
  readonly end: number;
}

export interface SafetensorsHeader {
  /** In the order of their bytes, which they cover without gap or overlap. */
  readonly entries: readonly HeaderEntry[];
  readonly metadata: Readonly<Record<string, string>>;
}

/** A value of the header as it may stand in a one-line message. */
export function quote(value: unknown): string {
  const text = JSON.stringify(value) ?? 'undefined';
  return text.length > 100 ? `${text.slice(0, 97)}..."` : text;
}

/** The header's length in bytes. `first` are the file's first eight bytes or fewer, `size` is the whole file's. */
export function headerLength(first: Uint8Array, size: number, file: string): number {
  if (size < LENGTH_BYTES || first.length < LENGTH_BYTES) {
    throw new AttganError(`${file} is not a safetensors file: it has ${size} bytes, too few for a header.`);
  }
  const length = new DataView(first.buffer, first.byteOffset, LENGTH_BYTES).getBigUint64(0, true);
  if (length > BigInt(LARGEST_HEADER)) {
    throw new AttganError(
      `${file} is not a safetensors file: its header would take ${length} bytes, over the limit of 16 MB.`,
    );
  }
  if (Number(length) > size - LENGTH_BYTES) {
    throw new AttganError(`${file} is truncated: its header should take ${length} bytes, the file has ${size}.`);
  }
  return Number(length);
}

/**
 * Reads and checks a header. `dataLength` is the number of bytes after it.
 * @throws AttganError naming `file` and the entry for anything that does not describe exactly those bytes.
 */
export function parseHeader(header: Uint8Array, dataLength: number, file: string): SafetensorsHeader {
  const { __metadata__: metadata, ...rest } = parseObject(header, file);
  const entries = Object.entries(rest).map(([name, value]) => parseEntry(name, value, file));
  // An empty tensor lies before the one that starts where it does.
  entries.sort((a, b) => a.start - b.start || a.end - b.end);
  let end = 0;
  for (const entry of entries) {
    if (entry.start !== end) {
      const problem = entry.start < end ? 'overlaps the entry before it' : 'leaves a gap before it';
      throw invalid(file, entry.name, `${problem} (starts at byte ${entry.start}, expected ${end})`);
    }
    end = entry.end;
    if (end > dataLength) {
      throw invalid(file, entry.name, `ends at byte ${end} of ${dataLength}; the file is truncated`);
    }
  }
  if (end !== dataLength) {
    throw new AttganError(`${file} has ${dataLength - end} bytes after its last entry that belong to no tensor.`);
  }
  return { entries, metadata: parseMetadata(metadata, file) };
}

function parseObject(header: Uint8Array, file: string): Record<string, unknown> {
  let value: unknown;
  let twice: string | undefined;
  // Before it is parsed: lists in lists take gigabytes.
  if (nestingOf(header) > DEEPEST_HEADER) {
    throw new AttganError(`${file} is not a safetensors file: its header nests lists and objects too deep.`);
  }
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(header);
    value = JSON.parse(text);
    twice = duplicateKey(text);
  } catch (error) {
    const reason = messageOf(error).split('\n')[0]?.slice(0, 120) ?? '';
    throw new AttganError(`${file} is not a safetensors file: its header is not JSON (${reason}).`, { cause: error });
  }
  if (!isObject(value)) throw new AttganError(`${file} is not a safetensors file: its header is not a JSON object.`);
  if (twice !== undefined) throw new AttganError(`${file} is damaged: its header has the key ${quote(twice)} twice.`);
  return value;
}

function parseEntry(name: string, value: unknown, file: string): HeaderEntry {
  if (!isObject(value)) throw invalid(file, name, 'is not an object');
  const { dtype, shape, data_offsets: offsets, ...rest } = value;
  const unknown = Object.keys(rest)[0];
  if (unknown !== undefined) throw invalid(file, name, `has the unknown key ${quote(unknown)}`);
  if (typeof dtype !== 'string' || !isDtype(dtype)) {
    throw invalid(file, name, `has the dtype ${quote(dtype)}; supported: ${DTYPES.join(', ')}`);
  }
  if (!isSizes(shape)) throw invalid(file, name, 'has a shape that is not a list of integers ≥ 0');
  if (!isSizes(offsets) || offsets.length !== 2) throw invalid(file, name, 'has data_offsets that are not two offsets');
  const [start, end] = offsets as [number, number];
  const bytes = shape.includes(0) ? 0 : shape.reduce((product, size) => product * size, bytesOf(dtype));
  if (!Number.isSafeInteger(bytes)) throw invalid(file, name, `has a shape too large: [${summary(shape)}]`);
  if (end - start !== bytes) {
    throw invalid(file, name, `has ${end - start} bytes, but ${dtype} of shape [${summary(shape)}] takes ${bytes}`);
  }
  return { name, dtype, shape, start, end };
}

function parseMetadata(value: unknown, file: string): Readonly<Record<string, string>> {
  if (value === undefined) return {};
  if (!isObject(value) || !Object.values(value).every((text) => typeof text === 'string')) {
    throw new AttganError(`${file} is damaged: its __metadata__ is not an object of strings.`);
  }
  return value as Record<string, string>;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((size) => Number.isSafeInteger(size) && size >= 0);
}

function summary(shape: readonly number[]): string {
  return shape.length > 8 ? `${shape.slice(0, 8).join(', ')}, ...` : shape.join(', ');
}

function invalid(file: string, name: string, problem: string): AttganError {
  return new AttganError(`${file} is damaged: its entry ${quote(name)} ${problem}.`);
}
