import { access, constants, mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError, hasCode } from './file-error.ts';

/**
 * Makes a folder to write into, and those it lies in, unless it is there.
 * @throws AttganError in one line when that cannot be, for example because a file has the name, or nothing may be written there
 */
export async function makeFolder(path: string): Promise<void> {
  try {
    await make(path);
  } catch (error) {
    throw fileError('make the folder', path, error);
  }
  try {
    await access(path, constants.W_OK);
  } catch (error) {
    throw fileError('write into the folder', path, error);
  }
}

/** Node's own `recursive` never ends where the system lets nobody make folders, as in /proc. */
async function make(path: string): Promise<void> {
  try {
    await makeOne(path);
  } catch (error) {
    const parent = dirname(path);
    if (!hasCode(error, 'ENOENT') || parent === path) throw error;
    await make(parent);
    await makeOne(path);
  }
}

async function makeOne(path: string): Promise<void> {
  try {
    await mkdir(path);
  } catch (error) {
    // Drives and folders of others that are there can refuse in other words.
    const there = await stat(path).catch(() => undefined);
    if (there?.isDirectory() !== true) throw error;
  }
}
