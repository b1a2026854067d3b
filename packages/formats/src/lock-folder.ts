import { rmSync } from 'node:fs';
import { readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AttganError } from '@attgan/core';
import { writeFileAtomically } from './atomic.ts';
import { fileError, hasCode } from './file-error.ts';
import { mayBeAlive, ownerHere, parseOwner } from './lock-owner.ts';

/** A lock of another machine that was not refreshed for this long was left behind, milliseconds. Its process can be busy for long. */
const STALE = 10 * 60_000;
const REFRESH = 2_000;
/** Whoever takes a lock says at once who it is; a lock without a name that is older than this was left behind, milliseconds. */
const NAMELESS = 5_000;
/** Longer than a lock can be without a name, milliseconds. */
const LONGEST_NAMELESS = 2 * NAMELESS;
const PAUSE = 250;

export interface FolderLock {
  /** Fires with an AttganError when the lock was taken away. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

export interface LockRequest {
  /** What the lock is called, such as `run.lock`. It lies in the folder, and beside it who holds it. */
  readonly name: string;
  /** The error where another process has it, such as `process 12 on hera`. */
  readonly taken: (who: string) => string;
  /** The error of `lost`. */
  readonly lost: string;
  /** Milliseconds to wait for a process that has it; 0 when absent. */
  readonly patience?: number;
  /** Is called once where there is something to wait for. */
  readonly onWait?: (who: string) => void;
}

/** Locks that this process holds: its id alone may be that of an earlier process, as in containers. */
const held = new Set<string>();

/**
 * Keeps other processes that ask for the same lock out of a folder, which must be there. The lock of a process that is gone is
 * taken over at once, that of another machine once it is stale.
 * @throws AttganError when another process has it still
 */
export async function lockFolder(path: string, request: LockRequest): Promise<FolderLock> {
  const { name, taken, patience = 0, onWait } = request;
  try {
    const lock = join(await realpath(path), name);
    const began = performance.now();
    let who = 'another process';
    let told = false;
    let claimed = false;
    for (;;) {
      const found = await take(lock, request);
      if (found !== undefined) return found;
      const holder = await holderOf(lock, claimed);
      const lives = holder !== 'unknown' && !holder.gone;
      if (lives) who = whoIs(holder.text) ?? who;
      const limit = lives ? patience : Math.max(patience, LONGEST_NAMELESS);
      if (performance.now() - began >= limit) throw new AttganError(taken(who));
      const removed = holder !== 'unknown' && holder.gone && (await removeLeft(lock, holder.text));
      claimed ||= removed;
      if (removed) continue;
      if (!told) onWait?.(who);
      told = true;
      await setTimeout(PAUSE);
    }
  } catch (error) {
    throw fileError('lock the folder', path, error);
  }
}

/** The lock; undefined where another process has it. */
async function take(path: string, { lost: problem }: LockRequest): Promise<FolderLock | undefined> {
  const { default: lockfile } = await import('proper-lockfile');
  const lost = new AbortController();
  let unlock: () => Promise<void>;
  try {
    unlock = await lockfile.lock(path, {
      lockfilePath: path,
      // The lock itself is what would be looked for.
      realpath: false,
      stale: STALE,
      update: REFRESH,
      onCompromised: () => {
        held.delete(path);
        lost.abort(new AttganError(problem));
      },
    });
  } catch (error) {
    if (hasCode(error, 'ELOCKED')) return undefined;
    throw error;
  }
  held.add(path);
  const forget = (): void => rmSync(ownerOf(path), { force: true });
  process.once('exit', forget);
  const release = async (): Promise<void> => {
    process.off('exit', forget);
    if (lost.signal.aborted) return;
    held.delete(path);
    forget();
    // Whoever removed the folder removed the lock.
    await unlock().catch(() => undefined);
  };
  try {
    await writeFileAtomically(ownerOf(path), JSON.stringify(await ownerHere()));
  } catch (error) {
    await release();
    throw error;
  }
  return { lost: lost.signal, release };
}

/** The file that says who holds a lock. */
function ownerOf(lock: string): string {
  return `${lock}.json`;
}

function whoIs(text: string | undefined): string | undefined {
  const owner = parseOwner(text);
  return owner && `process ${owner.pid} on ${owner.host}`;
}

interface Holder {
  /** What it says of itself; undefined where it says nothing. */
  readonly text: string | undefined;
  readonly gone: boolean;
}

/**
 * Who holds the lock; unknown while it is being taken or released.
 * @param claimed whether this process has put its name to the lock of another one
 */
async function holderOf(lock: string, claimed: boolean): Promise<Holder | 'unknown'> {
  const locked = await stat(lock).catch(() => undefined);
  if (locked === undefined) return 'unknown';
  const text = await textOf(ownerOf(lock));
  const owner = parseOwner(text);
  if (owner === undefined) return Date.now() - locked.mtimeMs > NAMELESS ? { text, gone: true } : 'unknown';
  const here = await ownerHere();
  const own = owner.pid === here.pid && owner.host === here.host && !held.has(lock);
  // Somebody was quicker, and has yet to put a name to it.
  if (own && claimed) return 'unknown';
  return { text, gone: own || !mayBeAlive(owner, here) };
}

/**
 * Removes the lock that a process left behind. Of several that try at once one succeeds: the one that takes away the name of the
 * other and puts its own in its place.
 */
async function removeLeft(lock: string, text: string | undefined): Promise<boolean> {
  const owner = ownerOf(lock);
  const taken = `${owner}.${process.pid}`;
  try {
    if (text !== undefined) {
      await rename(owner, taken);
      if ((await textOf(taken)) !== text) {
        await rename(taken, owner);
        return false;
      }
      rmSync(taken, { force: true });
    }
    await writeFile(owner, JSON.stringify(await ownerHere()), { flag: 'wx' });
    await rm(lock, { recursive: true, force: true });
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
