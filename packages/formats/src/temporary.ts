import { createHash, randomBytes } from 'node:crypto';
import { readlinkSync } from 'node:fs';
import { readdir, rm, stat } from 'node:fs/promises';
import { hostname } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { hasCode } from './file-error.ts';

const NAME = /^\.attgan-tmp\.(\d+)\.([0-9a-f]{4})[0-9a-f]{8}\./;
/** Where ids of processes mean the same as here: not on another machine, nor in another container. */
const HERE = createHash('sha256')
  .update(hostname() + processNamespace())
  .digest('hex')
  .slice(0, 4);
/** The longest name of a file, bytes of UTF-8, on the file systems in use. */
const LONGEST_NAME = 255;
const ASIDE = '.attgan-old.';
const DAY = 24 * 3600 * 1000;
const inUse = new Set<string>();
const swept = new Set<string>();

/**
 * A path beside `final`, on the same file system, whose name says that it is temporary and which process makes it.
 * `release` it once it was renamed or removed.
 */
export function temporaryBeside(final: string): string {
  const start = `.attgan-tmp.${process.pid}.${HERE}${randomBytes(4).toString('hex')}.`;
  const path = join(dirname(final), start + endOf(basename(final), LONGEST_NAME - start.length));
  inUse.add(path);
  return path;
}

/** As much of the end of a name as has room in `bytes` of UTF-8. */
function endOf(name: string, bytes: number): string {
  const all = Buffer.from(name);
  let from = Math.max(0, all.length - bytes);
  // Not from the middle of a character.
  while (((all[from] ?? 0) & 0xc0) === 0x80) from++;
  return all.subarray(from).toString();
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
 * What another living process, or one of another machine, may still be writing stays, unless it is a day old: process ids are used
 * again. An old folder that
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
    const [, owner, host] = NAME.exec(name) ?? [];
    const path = join(folder, name);
    const replaced = name.startsWith(ASIDE) && names.includes(name.slice(ASIDE.length));
    if (!replaced && (owner === undefined || (await mayBeInUse(path, Number(owner), host === HERE)))) continue;
    await rm(path, { recursive: true, force: true });
    removed.push(name);
  }
  return removed;
}

/**
 * Removes leftovers from `folder` when this process is about to write its first file there. What cannot be removed is no reason not to
 * write.
 */
export async function sweepOnce(folder: string): Promise<void> {
  const path = resolve(folder);
  if (swept.has(path)) return;
  swept.add(path);
  await removeLeftovers(path).catch(() => undefined);
}

function processNamespace(): string {
  try {
    return readlinkSync('/proc/self/ns/pid');
  } catch {
    return '';
  }
}

async function mayBeInUse(path: string, owner: number, here: boolean): Promise<boolean> {
  if (here && owner === process.pid) return inUse.has(path);
  if (here && !isRunning(owner)) return false;
  const { mtimeMs } = await stat(path).catch(() => ({ mtimeMs: 0 }));
  return Date.now() - mtimeMs < DAY;
}

function isRunning(owner: number): boolean {
  try {
    process.kill(owner, 0);
    return true;
  } catch (error) {
    return !hasCode(error, 'ESRCH');
  }
}
