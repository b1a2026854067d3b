import { rmSync } from 'node:fs';
import { mkdir, readFile, realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { AttganError } from '@attgan/core';
import { fileError, hasCode, writeFileAtomically } from '@attgan/formats';
import { mayBeAlive, ownerHere, parseOwner } from './lock-owner.ts';

const LOCK = 'run.lock';
const OWNER = 'run.lock.json';
/** A lock of another machine that was not refreshed for this long was left behind, milliseconds. An update can block for long. */
const STALE = 10 * 60_000;
const REFRESH = 5_000;
/** Whoever takes a lock says at once who it is; a lock without a name that is older than this was left behind, milliseconds. */
const NAMELESS = 5_000;
const PAUSE = 250;
/** Longer than a lock can be without a name, with pauses between. */
const TURNS = 40;

export interface RunLock {
  /** Fires with an AttganError when the lock was taken away. */
  readonly lost: AbortSignal;
  release(): Promise<void>;
}

/** Folders that this process holds: its id alone may be that of an earlier process, as in containers. */
const held = new Set<string>();

/**
 * Keeps two trainings out of one run folder, which is made when missing. The lock of a process that is gone is taken over at
 * once, that of another machine once it is stale.
 * @throws AttganError that names who trains in the folder
 */
export async function lockRun(run: string): Promise<RunLock> {
  try {
    await mkdir(run, { recursive: true });
    const folder = await realpath(run);
    let who = 'another process';
    let claimed = false;
    for (let turn = 0; turn < TURNS; turn++) {
      const lock = await take(folder, run);
      if (lock !== undefined) return lock;
      const holder = await holderOf(folder, claimed);
      if (holder !== 'unknown' && !holder.gone) {
        const { pid, host } = parseOwner(holder.text) ?? {};
        who = pid === undefined ? who : `process ${pid} on ${host}`;
        break;
      }
      const removed = holder !== 'unknown' && (await removeLeft(folder, holder.text));
      claimed ||= removed;
      if (!removed) await setTimeout(PAUSE);
    }
    throw new AttganError(
      `A training is running in ${run} (${who}). Wait for it, stop it, or choose another --run folder.`,
    );
  } catch (error) {
    throw fileError('lock the run folder', run, error);
  }
}

/** The lock; undefined where another process has it. */
async function take(folder: string, run: string): Promise<RunLock | undefined> {
  const { default: lockfile } = await import('proper-lockfile');
  const lost = new AbortController();
  const problem = `Another process took over ${run}, so this training stopped; the last checkpoint is intact.`;
  let unlock: () => Promise<void>;
  try {
    unlock = await lockfile.lock(folder, {
      lockfilePath: join(folder, LOCK),
      stale: STALE,
      update: REFRESH,
      onCompromised: () => {
        held.delete(folder);
        lost.abort(new AttganError(problem));
      },
    });
  } catch (error) {
    if (hasCode(error, 'ELOCKED')) return undefined;
    throw error;
  }
  held.add(folder);
  const forget = (): void => rmSync(join(folder, OWNER), { force: true });
  process.once('exit', forget);
  const release = async (): Promise<void> => {
    process.off('exit', forget);
    if (lost.signal.aborted) return;
    held.delete(folder);
    forget();
    // Whoever removed the folder removed the lock.
    await unlock().catch(() => undefined);
  };
  try {
    await writeFileAtomically(join(folder, OWNER), JSON.stringify(await ownerHere()));
  } catch (error) {
    await release();
    throw error;
  }
  return { lost: lost.signal, release };
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
async function holderOf(folder: string, claimed: boolean): Promise<Holder | 'unknown'> {
  const locked = await stat(join(folder, LOCK)).catch(() => undefined);
  if (locked === undefined) return 'unknown';
  const text = await textOf(join(folder, OWNER));
  const owner = parseOwner(text);
  if (owner === undefined) return Date.now() - locked.mtimeMs > NAMELESS ? { text, gone: true } : 'unknown';
  const here = await ownerHere();
  const own = owner.pid === here.pid && owner.host === here.host && !held.has(folder);
  // Somebody was quicker, and has yet to put a name to it.
  if (own && claimed) return 'unknown';
  return { text, gone: own || !mayBeAlive(owner, here) };
}

/**
 * Removes the lock that a process left behind. Of several that try at once one succeeds: the one that takes away the name of the
 * other and puts its own in its place.
 */
async function removeLeft(folder: string, text: string | undefined): Promise<boolean> {
  const owner = join(folder, OWNER);
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
    await rm(join(folder, LOCK), { recursive: true, force: true });
    return true;
  } catch (error) {
    if (hasCode(error, 'ENOENT') || hasCode(error, 'EEXIST')) return false;
    throw error;
  }
}

function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined);
}
