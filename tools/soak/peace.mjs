// @ts-check
import { mkdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { attgan } from './command.mjs';
import { hashesIn } from './compare.mjs';
import { watchWrites } from './watch-writes.mjs';

/**
 * @typedef {object} InPeace how a job goes when nothing is done to it
 * @property {ReadonlyMap<string, string>} wanted
 * @property {number} ms that it takes
 * @property {number} pace milliseconds that the shortest command took at that time
 * @property {number} writes how often its files are seen to change
 * @property {number} bytes
 */

/** @typedef {import('./command.mjs').Place & { home: string, cache: string, tmp: string }} LanePlace */

/** A home, a cache, a folder for temporary files and one to work in, all below a folder. @param {string} folder @returns {LanePlace} */
export function placeIn(folder) {
  const [home = '', cache = '', tmp = '', cwd = ''] = ['home', 'cache', 'tmp', 'cwd'].map((name) => join(folder, name));
  for (const each of [home, cache, tmp, cwd]) mkdirSync(each, { recursive: true });
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: '', ATTGAN_CACHE: cache, TMPDIR: tmp, NO_COLOR: '1' };
  return { home, cache, tmp, cwd, env };
}

/** Milliseconds that the shortest command takes. @param {import('./command.mjs').Place} place */
export async function paceOf(place) {
  return (await attgan(['--version'], place).ended).ms;
}

/**
 * Does every job once, as many at a time as there are places.
 * @param {readonly import('./jobs.mjs').Job[]} jobs
 * @param {string} folder
 * @param {readonly LanePlace[]} places
 * @returns {Promise<ReadonlyMap<string, InPeace>>} by names of jobs
 */
export async function doAllInPeace(jobs, folder, places) {
  const left = [...jobs];
  /** @type {Map<string, InPeace>} */
  const peaces = new Map();
  const work = async (/** @type {LanePlace} */ place) => {
    for (let job = left.shift(); job !== undefined; job = left.shift()) {
      peaces.set(job.name, await doInPeace(job, folder, place));
    }
  };
  await Promise.all(places.map(work));
  return peaces;
}

/** @param {import('./jobs.mjs').Job} job @param {string} folder @param {LanePlace} place @returns {Promise<InPeace>} */
async function doInPeace(job, folder, place) {
  const around = join(folder, `${job.name}-in-peace`);
  mkdirSync(around);
  const out = join(around, 'out');
  let writes = 0;
  const end = watchWrites(around, () => writes++);
  const { code, stderr, ms } = await attgan(job.words(out), place).ended;
  end();
  if (code !== 0) throw new Error(`${job.name} fails in peace: ${stderr}`);
  const wanted = hashesIn(out, job.timed);
  const bytes = [...wanted.keys()].reduce((sum, name) => sum + statSync(join(out, name)).size, 0);
  console.error(
    `${job.name} takes ${Math.round(ms)} ms in peace, is seen to write ${writes} times, and makes ${bytes} bytes.`,
  );
  return { wanted, ms, pace: await paceOf(place), writes, bytes };
}
