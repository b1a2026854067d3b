import { AttganError } from '@attgan/core';
import { fileError } from '@attgan/formats';

/** A lock that was not refreshed for this long was left by a process that is gone, milliseconds. */
const STALE = 5_000;
const PAUSE = 500;

/**
 * Keeps two processes from writing the same file: waits for a lock that may have been left behind.
 * @returns what frees it
 * @throws AttganError where another process keeps it
 */
export async function lockFile(path: string, lost: (error: AttganError) => void): Promise<() => Promise<void>> {
  const { default: lockfile } = await import('proper-lockfile');
  const problem = `${path} is being written by another process. Wait for it, or name another shard.`;
  let isLost = false;
  try {
    const release = await lockfile.lock(path, {
      realpath: false,
      stale: STALE,
      retries: { retries: (3 * STALE) / PAUSE, factor: 1, minTimeout: PAUSE, maxTimeout: PAUSE },
      onCompromised: () => {
        isLost = true;
        lost(new AttganError(problem));
      },
    });
    return async () => (isLost ? undefined : release());
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ELOCKED') throw new AttganError(problem);
    throw fileError('lock', path, error);
  }
}
