// @ts-check
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** @param {string} folder */
function mayMount(folder) {
  if (process.getuid?.() !== 0) return false;
  const disk = mkdtempSync(join(folder, 'disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk], { stdio: 'ignore' });
    execFileSync('umount', [disk]);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(disk, { recursive: true, force: true });
  }
}

/** @type {boolean | undefined} */
let may;
/** Whether this user may mount a disk, such as one in `folder`. @param {string} folder */
export const mayMountIn = (folder) => (may ??= mayMount(folder));

/**
 * Has `work` done on a disk of its own, where `out` is copied to before and from after.
 * @param {string} folder
 * @param {string} out
 * @param {number} bytes
 * @param {(there: string) => Promise<import('./command.mjs').Ended>} work
 * @returns {Promise<{ ended?: import('./command.mjs').Ended, left: string[] }>} how it ended, unless the disk was too small for what was begun
 */
export async function onSmallDisk(folder, out, bytes, work) {
  const disk = mkdtempSync(join(folder, 'disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${Math.ceil(bytes / 1024)}k`, 'tmpfs', disk]);
  try {
    const there = join(disk, 'out');
    if (!copied(out, there)) return { left: [] };
    const ended = await work(there);
    rmSync(out, { recursive: true, force: true });
    copied(there, out);
    return { ended, left: readdirSync(disk).filter((name) => name !== 'out') };
  } finally {
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

/** Whether it could be copied; what is not there can. @param {string} from @param {string} to */
function copied(from, to) {
  try {
    cpSync(from, to, { recursive: true });
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT';
  }
}
