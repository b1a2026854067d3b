import { AttganError } from '@attgan/core';
import type { ByteSource } from '../byte-source.ts';
import { quote } from '../safetensors-header.ts';

export interface ZipEntry {
  /** Where its bytes lie in the file. */
  readonly start: number;
  readonly length: number;
}

const END = 0x06054b50;
const DIRECTORY = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const LONGEST_COMMENT = 65_535;
/** A gigabyte of weights has some hundred entries. */
const MOST_ENTRIES = 20_000;

/**
 * Where the entries of a zip archive lie. Only entries that are stored as they are, as PyTorch writes them, count.
 * @throws AttganError in one line when the archive is truncated, compressed, encrypted or longer than 4 GB
 */
export function zipEntries(source: ByteSource): ReadonlyMap<string, ZipEntry> {
  const { name, size } = source;
  const { count, start, length } = endOf(source);
  const directory = source.read(start, length);
  const view = new DataView(directory.buffer, directory.byteOffset, directory.length);
  const entries = new Map<string, ZipEntry>();
  const text = new TextDecoder();
  let at = 0;
  for (let index = 0; index < count; index++) {
    if (at + 46 > length || view.getUint32(at, true) !== DIRECTORY) throw damaged(name, 'its directory is cut off');
    const [method, packed, bytes] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 20, true),
      view.getUint32(at + 24, true),
    ];
    const nameLength = view.getUint16(at + 28, true);
    const local = view.getUint32(at + 42, true);
    const next = at + 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > length) throw damaged(name, 'its directory is cut off');
    if (method !== 0 || packed !== bytes || (view.getUint16(at + 8, true) & 1) === 1) {
      throw damaged(name, 'its entries are compressed or encrypted, as PyTorch never writes them');
    }
    const entry = text.decode(directory.subarray(at + 46, at + 46 + nameLength));
    if (entries.has(entry)) throw damaged(name, `it has ${quote(entry)} twice`);
    entries.set(entry, placeOf(source, local, bytes, size));
    at = next;
  }
  return entries;
}

/** The local header repeats name and extras, of lengths of its own. */
function placeOf(source: ByteSource, local: number, length: number, size: number): ZipEntry {
  const header = source.read(local, 30);
  const view = new DataView(header.buffer, header.byteOffset, header.length);
  const start = local + 30 + view.getUint16(26, true) + view.getUint16(28, true);
  if (view.getUint32(0, true) !== LOCAL || start + length > size)
    throw damaged(source.name, 'an entry lies outside the file');
  return { start, length };
}

function endOf(source: ByteSource): { count: number; start: number; length: number } {
  const { name, size } = source;
  const tail = Math.min(size, END_BYTES + LONGEST_COMMENT);
  const bytes = source.read(size - tail, tail);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  for (let at = tail - END_BYTES; at >= 0; at--) {
    if (view.getUint32(at, true) !== END) continue;
    const [count, length, start] = [
      view.getUint16(at + 10, true),
      view.getUint32(at + 12, true),
      view.getUint32(at + 16, true),
    ];
    if (count > MOST_ENTRIES) throw damaged(name, `it has ${count} entries, more than weights need`);
    if (start + length > size - tail + at)
      throw damaged(name, 'its directory lies outside the file, or it is longer than 4 GB');
    return { count, start, length };
  }
  throw damaged(name, 'the directory at its end is missing, so it was cut off');
}

function damaged(name: string, why: string): AttganError {
  return new AttganError(`${name} is not a zip archive that can be read: ${why}.`);
}
