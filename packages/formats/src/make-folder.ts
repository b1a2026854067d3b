import { mkdir } from 'node:fs/promises';
import { fileError } from './file-error.ts';

/**
 * Makes a folder, and those it lies in, unless it is there.
 * @throws AttganError in one line when that cannot be, for example because a file has the name
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true });
  } catch (error) {
    throw fileError('make the folder', path, error);
  }
}
