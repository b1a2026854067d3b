import { open, readFile, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';

const held = new Set<string>();

/**
 * Keeps two processes from packing into one folder. A lock left by a killed process is taken over. Throws an AttganError
 * while another process packs there.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'pack.lock');
  const busy = (who: string): AttganError =>
    new AttganError(`${folder} is being packed by ${who}; wait for it, or delete ${path} if it no longer runs`);
  if (held.has(path)) throw busy('this process');
  held.add(path);
  try {
    for (let attempt = 0; attempt < 2; attempt++) {
      const handle = await open(path, 'wx').catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return undefined;
        throw error;
      });
      if (handle) {
        await handle.writeFile(`${process.pid} ${hostname()}\n`);
        await handle.close();
        return async () => {
          held.delete(path);
          await rm(path, { force: true });
        };
      }
      const [pid = '', host = ''] = (await readFile(path, 'utf8').catch(() => '')).trim().split(' ');
      if (host !== '' && (host !== hostname() || isRunning(Number(pid)))) throw busy(`process ${pid} on ${host}`);
      await rm(path, { force: true });
    }
    throw busy('another process');
  } catch (error) {
    held.delete(path);
    throw error;
  }
}

/** A lock with our own number was left by an earlier process that had it: `held` knows ours. */
function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
