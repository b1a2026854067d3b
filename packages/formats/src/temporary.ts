import { randomBytes } from 'node:crypto';
import { readdir, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { hasCode } from './file-error.ts';

const NAME = /^\.attgan-tmp\.(\d+)\.[0-9a-f]{12}\./;
const ASIDE = '.attgan-old.';
const DAY = 24 * 3600 * 1000;
const inUse = new Set<string>();

/**
 * A path beside `final`, on the same file system, whose name says that it is temporary and which process makes it.
 * `release` it once it was renamed or removed.
 */
export function temporaryBeside(final: string): string {
  const name = `.attgan-tmp.${process.pid}.${randomBytes(6).toString('hex')}.${basename(final)}`;
  const path = join(dirname(final), name);
  inUse.add(path);
  return path;
}

export function release(temporary: string): void {
  inUse.delete(temporary);
}

/** Where `publishFolder` sets the old folder aside while it puts a new one in its place. */
export function asideOf(final: string): string {
  return join(dirname(final), `${ASIDE}${basename(final)}`);
}

/** Whether a file or folder of this name was made by `temporaryBeside`. */
export function isTemporary(name: string): boolean {
  return NAME.test(basename(name));
}

/**
 * Removes from `folder` the temporary files and folders of processes that were killed, and returns their names.
 * What another living process may still be writing stays, unless it is a day old: process ids are used again. An old folder that
 * `publishFolder` had set aside goes when its replacement is there, and stays when it is the only one left.
 */
export async function removeLeftovers(folder: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw error;
  }
  const removed: string[] = [];
  for (const name of names) {
    const owner = NAME.exec(name)?.[1];
    const path = join(folder, name);
    const replaced = name.startsWith(ASIDE) && names.includes(name.slice(ASIDE.length));
    if (!replaced && (owner === undefined || (await mayBeInUse(path, Number(owner))))) continue;
    await rm(path, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}

async function mayBeInUse(path: string, owner: number): Promise<boolean> {
  if (owner === process.pid) return inUse.has(path);
  try {
    process.kill(owner, 0);
  } catch (error) {
    if (hasCode(error, 'ESRCH')) return false;
  }
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < DAY;
}
