import { join } from 'node:path';
import { AttganError } from '@attgan/core';

/** A lock that was not refreshed for this long was left by a process that is gone, milliseconds. */
const STALE = 5_000;
const PAUSE = 500;

export interface FolderLock {
  /** Fires with an AttganError when another process took the lock, since this one was stopped for too long. */
  readonly lost: AbortSignal;
  readonly release: () => Promise<void>;
}

/**
 * Keeps two processes from packing into one folder. Waits while another one does, or while its lock is not known to have
 * been left behind, for `patience` milliseconds.
 * @throws AttganError when the folder is still locked then
 */
export async function lockFolder(
  folder: string,
  report: (line: string) => void,
  patience: number = 2 * STALE,
): Promise<FolderLock> {
  const { default: lockfile } = await import('proper-lockfile');
  const lost = new AbortController();
  const onCompromised = (): void =>
    lost.abort(new AttganError(`Another process took over packing into ${folder}; the images packed so far are kept`));
  const take = (retries: number): Promise<() => Promise<void>> =>
    lockfile.lock(folder, {
      lockfilePath: join(folder, 'pack.lock'),
      stale: STALE,
      retries: { retries, factor: 1, minTimeout: PAUSE, maxTimeout: PAUSE },
      onCompromised,
    });
  try {
    const release = await take(0).catch((error: unknown) => {
      if (!isLocked(error)) throw error;
      report(`${folder} is being packed by another process; waiting for it`);
      return take(Math.ceil(patience / PAUSE));
    });
    return { lost: lost.signal, release: async () => (lost.signal.aborted ? undefined : release()) };
  } catch (error) {
    if (!isLocked(error)) throw error;
    throw new AttganError(`${folder} is being packed by another process; wait for it, or pack into another folder`);
  }
}

function isLocked(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ELOCKED';
}
