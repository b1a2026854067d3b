import { constants } from 'node:fs';
import { open } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { fileError } from './file-error.ts';

/**
 * The bytes of a file. What is none, such as a folder, a pipe or a device, is refused and never waited for.
 * @throws AttganError in one line when it cannot be read
 */
export async function readWholeFile(path: string): Promise<Buffer> {
  try {
    // Opening a pipe that nobody writes to would wait for ever. Windows has no such flag, and no such files.
    const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
    try {
      const found = await file.stat();
      if (found.isDirectory()) throw new AttganError(`Cannot read ${path}: it is a folder.`);
      if (!found.isFile()) throw new AttganError(`Cannot read ${path}: it is no file, but a ${sortOf(found)}.`);
      return await file.readFile();
    } finally {
      await file.close();
    }
  } catch (error) {
    // What Linux says of opening a socket.
    if (error instanceof Error && 'code' in error && error.code === 'ENXIO') {
      throw new AttganError(`Cannot read ${path}: it is no file, but a socket.`, { cause: error });
    }
    throw fileError('read', path, error);
  }
}

function sortOf(found: { isFIFO(): boolean; isSocket(): boolean }): string {
  if (found.isFIFO()) return 'pipe';
  return found.isSocket() ? 'socket' : 'device';
}
