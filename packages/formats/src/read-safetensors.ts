import { open, type FileHandle } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { toFloats, type Dtype } from './dtype.ts';
import { fileError } from './file-error.ts';
import { LENGTH_BYTES, headerLength, parseHeader, type SafetensorsHeader } from './safetensors-header.ts';

/** A tensor as a file holds it. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** The elements in row-major order, as float32 whatever the file's dtype; a new array at every call. */
  values(): Float32Array;
}

export interface Safetensors {
  /** In the order of their bytes in the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file into memory. The header is checked before the data is read.
 * @throws AttganError in one line when the file is missing, truncated or not exactly what its header says.
 */
export async function readSafetensors(path: string): Promise<Safetensors> {
  try {
    const file = await open(path);
    try {
      const { size } = await file.stat();
      const length = headerLength(await readBytes(file, path, 0, Math.min(LENGTH_BYTES, size)), size, path);
      const dataStart = LENGTH_BYTES + length;
      const header = parseHeader(await readBytes(file, path, LENGTH_BYTES, length), size - dataStart, path);
      return assemble(header, await readBytes(file, path, dataStart, size - dataStart));
    } finally {
      await file.close();
    }
  } catch (error) {
    throw fileError('read', path, error);
  }
}

/** The same from bytes in memory; `name` stands for the file in messages. */
export function parseSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const length = headerLength(bytes.subarray(0, LENGTH_BYTES), bytes.length, name);
  const data = bytes.subarray(LENGTH_BYTES + length);
  return assemble(parseHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), data.length, name), data);
}

function assemble(header: SafetensorsHeader, data: Uint8Array): Safetensors {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, dtype, shape, start, end } of header.entries) {
    tensors.set(name, { shape, dtype, values: () => toFloats(dtype, data.subarray(start, end)) });
  }
  return { tensors, metadata: header.metadata };
}

/** One read may return less than asked, and no more than 2 GB. */
async function readBytes(file: FileHandle, path: string, position: number, length: number): Promise<Uint8Array> {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const { bytesRead } = await file.read(bytes, done, Math.min(length - done, 2 ** 28), position + done);
    if (bytesRead === 0) throw new AttganError(`${path} is truncated: it became shorter while it was read.`);
    done += bytesRead;
  }
  return bytes;
}
