import { access, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { AttganError } from '@attgan/core';
import { syncFolder } from './atomic.ts';
import { fileError, hasCode } from './file-error.ts';
import { asideOf, release } from './temporary.ts';

/**
 * Gives a finished folder its name: forces every file in `temporary` (from `temporaryBeside(final)`) to disk, then
 * renames it to `final`. No call replaces a folder in one step, so one that has the name already is set aside first and
 * removed after. A process killed in between leaves the old one aside, where `currentFolder` finds it.
 */
export async function publishFolder(temporary: string, final: string): Promise<void> {
  const aside = asideOf(final);
  try {
    await syncTree(temporary);
    if (await isOther(final)) throw new AttganError(`Cannot write the folder ${final}: a file has that name.`);
    await recover(final, aside);
    const replaced = await renameIfThere(final, aside);
    try {
      await rename(temporary, final);
    } catch (error) {
      if (replaced) await rename(aside, final);
      throw error;
    }
    await syncFolder(dirname(final));
    if (replaced) await rm(aside, { recursive: true, force: true });
  } catch (error) {
    throw fileError('write', final, error);
  } finally {
    release(temporary);
  }
}

/** Where the folder published as `final` is: there, or set aside by a process that was killed while replacing it. */
export async function currentFolder(final: string): Promise<string> {
  const aside = asideOf(final);
  return !(await exists(final)) && (await exists(aside)) ? aside : final;
}

/** Ends what a killed process began: an old folder set aside goes back to its name, or away when it was replaced. */
async function recover(final: string, aside: string): Promise<void> {
  if (await exists(final)) await rm(aside, { recursive: true, force: true });
  else await renameIfThere(aside, final);
}

async function syncTree(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) await syncTree(path);
    else if (entry.isFile()) {
      const file = await open(path, 'r+');
      try {
        await file.sync();
      } finally {
        await file.close();
      }
    }
  }
  await syncFolder(folder);
}

async function renameIfThere(from: string, to: string): Promise<boolean> {
  try {
    await rename(from, to);
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return false;
    throw error;
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}

async function isOther(path: string): Promise<boolean> {
  return lstat(path).then(
    (found) => !found.isDirectory(),
    () => false,
  );
}
