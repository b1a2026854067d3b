// @ts-check
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { attgan } from './command.mjs';

/**
 * @typedef {object} Begun a job that may have been begun in `out`
 * @property {import('./jobs.mjs').Job} job
 * @property {string} out
 * @property {boolean} begun
 * @property {number} ms how long it takes
 * @property {NodeJS.ProcessEnv} env
 * @property {string} folder for what a fault needs
 * @property {() => number} random in [0, 1)
 */

/** @param {Begun} begun */
function wordsOf({ job, out, begun }) {
  return (begun && job.again !== undefined ? job.again : job.words)(out);
}

/** Moves every clock of the process by a day, forth and back, while it runs. */
const CLOCK = `data:text/javascript,${encodeURIComponent(`
const now = Date.now;
const began = performance.now();
const jump = 86400e3 * (process.pid % 2 === 0 ? 1 : -1);
Date.now = () => now() + (performance.now() - began > 600 ? jump : 0);
`)}`;

/**
 * What may happen to a command, by name. Each resolves to what was wrong with how it ended.
 * @type {Readonly<Record<string, (begun: Begun) => Promise<string[]>>>}
 */
export const FAULTS = {
  /** Ended without a chance to save. */
  kill: (begun) => signalled(begun, 'SIGKILL'),
  /** Asked to stop. */
  stop: (begun) => signalled(begun, begun.random() < 0.5 ? 'SIGTERM' : 'SIGINT'),
  /** Asked to stop, and killed before it has. */
  async impatient(begun) {
    const { child, ended } = attgan(wordsOf(begun), begun.env);
    await Promise.race([setTimeout(begun.ms * begun.random()), ended]);
    child.kill('SIGINT');
    await Promise.race([setTimeout(300 * begun.random()), ended]);
    child.kill('SIGKILL');
    return hanging(await ended);
  },
  /** A disk that fills up, where this user may mount one, else a largest size of files. */
  full: (begun) => (mayMount(begun.folder) ? onSmallDisk(begun) : withLargestFile(begun)),
  /** The clock jumps by a day. */
  async clock(begun) {
    const ended = await attgan(wordsOf(begun), begun.env, ['--import', CLOCK]).ended;
    return [
      ...hanging(ended),
      ...(ended.code === 0 ? [] : [`fails when the clock jumps: ${ended.stderr.slice(-300)}`]),
    ];
  },
  /** Twice at once; one of them may refuse. */
  async twice(begun) {
    const both = await Promise.all([attgan(wordsOf(begun), begun.env).ended, attgan(wordsOf(begun), begun.env).ended]);
    const failed = both.filter(({ code }) => code !== 0);
    const broken = failed.filter(({ stderr }) => !isOneLine(stderr));
    return [
      ...both.flatMap(hanging),
      ...broken.map(({ stderr }) => `ends badly beside another: ${stderr.slice(-300)}`),
      ...(failed.length === 2 ? [`fails twice beside another: ${failed[0]?.stderr.slice(-300)}`] : []),
    ];
  },
};

/** @param {Begun} begun @param {NodeJS.Signals} signal */
async function signalled(begun, signal) {
  const { child, ended } = attgan(wordsOf(begun), begun.env);
  await Promise.race([setTimeout(begun.ms * begun.random()), ended]);
  child.kill(signal);
  return hanging(await ended);
}

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

/** @param {Begun} begun */
async function onSmallDisk(begun) {
  const { out, env, folder, random } = begun;
  const disk = mkdtempSync(join(folder, 'disk-'));
  const size = `${Math.ceil(4 + 3000 * random() ** 2)}k`;
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size}`, 'tmpfs', disk]);
  try {
    // Small disks hold what was begun, too, or the fault is another one.
    const there = join(disk, 'out');
    try {
      if (begun.begun) cpSync(out, there, { recursive: true });
    } catch {
      return [];
    }
    const ended = await attgan(wordsOf({ ...begun, out: there }), env).ended;
    rmSync(out, { recursive: true, force: true });
    cpSync(there, out, { recursive: true, force: true, errorOnExist: false });
    return refusal(ended);
  } catch (error) {
    // Nothing could be written at all.
    if (/** @type {NodeJS.ErrnoException} */ (error).code === 'ENOENT') return [];
    throw error;
  } finally {
    execFileSync('umount', ['-l', disk]);
    rmSync(disk, { recursive: true, force: true });
  }
}

/** @param {Begun} begun */
async function withLargestFile(begun) {
  const limit = Math.ceil(1 + 600 * begun.random() ** 2) * 1024;
  const { child, ended } = attgan(wordsOf(begun), begun.env);
  execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${limit}`]);
  return refusal(await ended);
}

/** @param {import('./command.mjs').Ended} ended */
function refusal(ended) {
  if (ended.code === 0) return [];
  return [
    ...hanging(ended),
    ...(isOneLine(ended.stderr) ? [] : [`ends badly on a full disk: ${ended.stderr.slice(-400)}`]),
  ];
}

/** An error for people: its last line names it, and no stack follows. @param {string} stderr */
function isOneLine(stderr) {
  return /^error: .*$/m.test(stderr) && !/\n\s+at |a bug in attgan|a defect of attgan/i.test(stderr);
}

/** @param {import('./command.mjs').Ended} ended */
function hanging({ hung, stderr }) {
  return hung ? [`hangs: ${stderr.slice(-300)}`] : [];
}
