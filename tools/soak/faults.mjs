// @ts-check
import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { attgan } from './command.mjs';
import { mayMountIn, onSmallDisk } from './small-disk.mjs';
import { watchWrites } from './watch-writes.mjs';

/**
 * @typedef {object} Begun a job that may have been begun in `out`
 * @property {import('./jobs.mjs').Job} job
 * @property {string} out
 * @property {boolean} begun
 * @property {import('./peace.mjs').InPeace} inPeace
 * @property {import('./command.mjs').Place} place
 * @property {string} folder for what a fault needs
 * @property {() => number} random in [0, 1)
 */

/**
 * @typedef {object} Outcome
 * @property {string[]} wrong with how it ended
 * @property {boolean} hit whether the fault met the command while it ran
 * @property {number} [killedAt] milliseconds that it ran before SIGKILL ended it
 * @property {boolean} [finished] whether it ended in peace
 */

/** @typedef {import('./command.mjs').Ended} Ended */

/** @param {Begun} begun @param {readonly string[]} [node] */
function start({ job, out, begun, place }, node) {
  return attgan((begun && job.again !== undefined ? job.again : job.words)(out), place, node);
}

/** Moves every clock of the process by a day, forth or back, while it runs. */
const CLOCK = `data:text/javascript,${encodeURIComponent(`
const now = Date.now;
const began = performance.now();
const jump = 86400e3 * (process.pid % 2 === 0 ? 1 : -1);
Date.now = () => now() + (performance.now() - began > 600 ? jump : 0);
`)}`;

/**
 * How often each happens, beside the others. Most are SIGKILL.
 * @type {Readonly<Record<string, number>>}
 */
export const WEIGHTS = { kill: 16, writing: 12, impatient: 5, stop: 4, full: 3, clock: 1, twice: 1 };

/**
 * What may happen to a command, by name.
 * @type {Readonly<Record<string, (begun: Begun) => Promise<Outcome>>>}
 */
export const FAULTS = {
  /** Ended without a chance to save, at any moment of its life. */
  kill: (begun) => signalled(begun, 'SIGKILL'),
  /** The same, just after something was written, or while it is. */
  async writing(begun) {
    const { child, ended } = start(begun);
    let writes = 1 + Math.floor(begun.inPeace.writes * begun.random() ** 2);
    const pause = 15 * begun.random();
    /** @type {Promise<void>} */
    const written = new Promise((resolve) => {
      const end = watchWrites(dirname(begun.out), () => {
        if (--writes === 0) resolve();
      });
      void ended.then(end);
    });
    await Promise.race([written.then(() => setTimeout(pause)), ended]);
    child.kill('SIGKILL');
    return killed(await ended);
  },
  /** Asked to stop, and killed before it has. */
  async impatient(begun) {
    const { child, ended } = start(begun);
    await Promise.race([momentOf(begun), ended]);
    child.kill('SIGINT');
    await Promise.race([setTimeout(300 * begun.random()), ended]);
    child.kill('SIGKILL');
    return killed(await ended);
  },
  /** Asked to stop. */
  stop: (begun) => signalled(begun, begun.random() < 0.5 ? 'SIGTERM' : 'SIGINT'),
  /** A disk that fills up, where this user may mount one, else a largest size of files. */
  async full(begun) {
    const { out, folder, random, inPeace } = begun;
    const bytes = 4096 + 1.2 * inPeace.bytes * random() ** 2;
    if (!mayMountIn(folder)) {
      const { child, ended } = start(begun);
      execFileSync('prlimit', ['--pid', String(child.pid), `--fsize=${Math.ceil(bytes / 5)}`]);
      return refused(await ended, []);
    }
    const { ended, left } = await onSmallDisk(folder, out, bytes, (there) => start({ ...begun, out: there }).ended);
    return ended === undefined ? { wrong: [], hit: false } : refused(ended, left);
  },
  /** The clock jumps by a day. */
  async clock(begun) {
    const ended = await start(begun, ['--import', CLOCK]).ended;
    const fails = ended.code === 0 ? [] : [`fails when the clock jumps: ${ended.stderr.slice(-300)}`];
    return { wrong: [...hanging(ended), ...fails], hit: true, finished: ended.code === 0 };
  },
  /** Twice at once; one of them may refuse. */
  async twice(begun) {
    const both = await Promise.all([start(begun).ended, start(begun).ended]);
    const failed = both.filter(({ code }) => code !== 0);
    const broken = failed.filter(({ stderr }) => !isOneLine(stderr));
    const wrong = [
      ...both.flatMap(hanging),
      ...broken.map(({ stderr }) => `ends badly beside another: ${stderr.slice(-300)}`),
      ...(failed.length === 2 ? [`fails twice beside another: ${failed[0]?.stderr.slice(-300)}`] : []),
    ];
    return { wrong, hit: true, finished: failed.length < 2 };
  },
};

/** A moment of its life; more are early, since what was begun before takes less. @param {Begun} begun */
function momentOf({ inPeace, random }) {
  return setTimeout(inPeace.ms * random() ** 2);
}

/** @param {Begun} begun @param {NodeJS.Signals} signal @returns {Promise<Outcome>} */
async function signalled(begun, signal) {
  const { child, ended } = start(begun);
  await Promise.race([momentOf(begun), ended]);
  const hit = child.kill(signal);
  const end = await ended;
  if (signal === 'SIGKILL') return killed(end);
  // Before it listens to signals it has written nothing.
  const own = end.signal === null ? leftBy(child.pid, dirname(begun.out)) : [];
  return { wrong: [...hanging(end), ...own], hit, finished: end.code === 0 && !hit };
}

/** What a process that ended by itself has left. @param {number | undefined} pid @param {string} folder */
function leftBy(pid, folder) {
  return readdirSync(folder, { recursive: true })
    .filter((name) => String(name).includes(`.attgan-tmp.${pid}.`))
    .map((name) => `${String(name)} is left by a command that was asked to stop`);
}

/** @param {Ended} ended @returns {Outcome} */
function killed(ended) {
  const hit = ended.signal === 'SIGKILL' && !ended.hung;
  return { wrong: hanging(ended), hit, finished: ended.code === 0, ...(hit && { killedAt: ended.ms }) };
}

/** @param {Ended} ended @param {readonly string[]} left @returns {Outcome} */
function refused(ended, left) {
  if (ended.code === 0) return { wrong: [], hit: false, finished: true };
  const bad = isOneLine(ended.stderr) ? [] : [`ends badly on a full disk: ${ended.stderr.slice(-400)}`];
  return { wrong: [...hanging(ended), ...bad, ...left.map((name) => `${name} is left on a full disk`)], hit: true };
}

/** An error for people: its last line names it, and no stack follows. @param {string} stderr */
function isOneLine(stderr) {
  return /^error: .*$/m.test(stderr) && !/\n\s+at |a bug in attgan|a defect of attgan/i.test(stderr);
}

/** @param {Ended} ended */
function hanging({ hung, stderr }) {
  return hung ? [`hangs: ${stderr.slice(-300)}`] : [];
}
