import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { z } from 'zod';

const ownerSchema = z.object({
  pid: z.int().positive(),
  host: z.string(),
  /** Of Linux: another one means that the machine was started anew since. */
  boot: z.string().optional(),
});

/** A process that holds a lock, as it says itself. */
export interface LockOwner {
  readonly pid: number;
  readonly host: string;
  readonly boot?: string | undefined;
}

export async function ownerHere(): Promise<LockOwner> {
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => undefined);
  return { pid: process.pid, host: hostname(), ...(boot !== undefined && { boot: boot.trim() }) };
}

/** Undefined for what is missing or not whole. */
export function parseOwner(text: string | undefined): LockOwner | undefined {
  if (text === undefined) return undefined;
  try {
    return ownerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

/** Whether the process may still run; always on another machine, where nobody here can tell. */
export function mayBeAlive(owner: LockOwner, here: LockOwner): boolean {
  if (owner.host !== here.host) return true;
  if (owner.boot !== here.boot) return false;
  try {
    process.kill(owner.pid, 0);
    return !hasEnded(owner.pid);
  } catch (error) {
    // Anything but this means that it runs, and is somebody else's.
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
  }
}

/** Whether Linux only keeps the process for its parent to ask about, as in containers where nobody does. */
function hasEnded(pid: number): boolean {
  try {
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The name before it may have anything in it, brackets too.
    return /^\) [ZX]/.test(status.slice(status.lastIndexOf(')')));
  } catch {
    return false;
  }
}
