import { open, type FileHandle } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { fileError } from './file-error.ts';
import { assemble, type Safetensors } from './parse-safetensors.ts';
import { LENGTH_BYTES, headerLength, parseHeader } from './safetensors-header.ts';

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
