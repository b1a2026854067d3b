import { closeSync, constants, mkdirSync, openSync, readSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { messageOf, SPLITS, type Split } from '@attgan/core';

/** Pictures that were drawn before. Reading and writing are best effort: what is missing or damaged is drawn again. */
export interface FaceCache {
  /** The picture, or undefined when it is not there or not whole. */
  read(split: Split, index: number): Uint8Array | undefined;
  write(split: Split, index: number, pixels: Uint8Array): void;
  close(): void;
}

/**
 * Opens `folder`, one file a split, sparse: picture `index` lies at `index · (bytes + 4)`, followed by a CRC-32 that
 * starts from the index. A hole, a torn write and a damaged picture all fail that check, so no write needs to be
 * atomic, and several processes may fill one cache at once: they write the same bytes.
 * @throws what the file system throws when the folder cannot be made or opened.
 */
export function openFaceCache(folder: string, bytes: number, report: (line: string) => void): FaceCache {
  mkdirSync(folder, { recursive: true });
  const files = new Map<Split, number>();
  const record = Buffer.alloc(bytes + 4);
  let writable = true;
  const close = (): void => {
    for (const file of files.values()) closeSync(file);
    files.clear();
  };
  try {
    for (const split of SPLITS) {
      files.set(split, openSync(join(folder, `${split}.faces`), constants.O_RDWR | constants.O_CREAT, 0o644));
    }
  } catch (error) {
    close();
    throw error;
  }
  return {
    read(split, index) {
      const file = files.get(split);
      if (file === undefined) return undefined;
      try {
        if (readSync(file, record, 0, record.length, index * record.length) < record.length) return undefined;
      } catch {
        return undefined;
      }
      const pixels = record.subarray(0, bytes);
      return record.readUInt32LE(bytes) === crc32(pixels, index + 1) ? Uint8Array.from(pixels) : undefined;
    },
    write(split, index, pixels) {
      const file = files.get(split);
      if (file === undefined || !writable) return;
      record.set(pixels);
      record.writeUInt32LE(crc32(pixels, index + 1), bytes);
      try {
        writeSync(file, record, 0, record.length, index * record.length);
      } catch (error) {
        writable = false;
        report(`Drawn faces are no longer cached in ${folder}: ${messageOf(error)}`);
      }
    },
    close,
  };
}
