import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { AttganError } from '@attgan/core';
import { fileError } from './file-error.ts';

/** A file that is read piece by piece, so that nothing it declares is believed before its size is known. */
export interface ByteSource {
  /** Stands for the file in messages. */
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  /** @throws AttganError when the piece does not lie within the file */
  read(start: number, length: number): Uint8Array;
}

/** What is in memory already. */
export function bytesInMemory(name: string, bytes: Uint8Array): ByteSource {
  const { length: size } = bytes;
  return {
    name,
    size,
    read(start, length) {
      checkRange({ name, size }, start, length);
      return bytes.subarray(start, start + length);
    },
  };
}

/**
 * Opens a file for reading; `use` must not keep the source.
 * @throws AttganError in one line when the file cannot be read
 */
export async function withByteSource<T>(path: string, use: (source: ByteSource) => T | Promise<T>): Promise<T> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    throw fileError('read', path, error);
  }
  try {
    const { size } = fstatSync(file);
    return await use({
      name: path,
      size,
      read(start, length) {
        checkRange({ name: path, size }, start, length);
        return readAt(file, path, start, length);
      },
    });
  } catch (error) {
    throw error instanceof Error && 'syscall' in error ? fileError('read', path, error) : error;
  } finally {
    closeSync(file);
  }
}

function readAt(file: number, path: string, start: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = readSync(file, bytes, done, Math.min(length - done, 2 ** 28), start + done);
    if (count === 0) throw new AttganError(`${path} became shorter while it was read.`);
    done += count;
  }
  return bytes;
}

function checkRange({ name, size }: Pick<ByteSource, 'name' | 'size'>, start: number, length: number): void {
  const whole = Number.isSafeInteger(start) && Number.isSafeInteger(length);
  if (whole && start >= 0 && length >= 0 && start + length <= size) return;
  throw new AttganError(
    `${name} is damaged or truncated: it has ${size} bytes, and ${length} from ${start} are wanted.`,
  );
}
