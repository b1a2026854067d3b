import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fileError, hasCode } from './file-error.ts';
import { release, sweepOnce, temporaryBeside } from './temporary.ts';

/**
 * Writes a file that is there whole or not at all: `write` fills a temporary one in the same folder, which is forced to
 * disk and then takes the name `path`. When `write` throws, nothing is left and an older file stays as it was. The first
 * write into a folder removes what killed processes left there.
 */
export async function writeAtomically(path: string, write: (file: FileHandle) => Promise<void>): Promise<void> {
  await sweepOnce(dirname(path));
  const temporary = temporaryBeside(path);
  try {
    const file = await open(temporary, 'wx');
    try {
      await write(file);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    await rm(temporary, { force: true }).catch(() => undefined);
    // Only errors of the operating system are the user's to fix; a bug in `write` keeps its stack trace.
    throw error instanceof Error && 'syscall' in error ? fileError('write', path, error) : error;
  } finally {
    release(temporary);
  }
}

/** Writes `bytes` (text as UTF-8) to a file that is there whole or not at all. */
export async function writeFileAtomically(path: string, bytes: Uint8Array | string): Promise<void> {
  await writeAtomically(path, (file) => file.writeFile(bytes));
}

/** Forces a folder's names to disk. Where the platform cannot open folders (Windows) there is nothing to do. */
export async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle;
  try {
    handle = await open(folder);
  } catch (error) {
    if (hasCode(error, 'EISDIR') || hasCode(error, 'EPERM') || hasCode(error, 'EACCES')) return;
    throw error;
  }
  try {
    await handle.sync();
  } catch (error) {
    if (!hasCode(error, 'EINVAL') && !hasCode(error, 'EPERM')) throw error;
  } finally {
    await handle.close();
  }
}
