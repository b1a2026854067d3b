// @ts-check
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { attgan } from './command.mjs';
import { differences, halves, hashesIn } from './compare.mjs';
import { FAULTS, WEIGHTS } from './faults.mjs';
import { jobsOf } from './jobs.mjs';
import { makeInputs } from './make-inputs.mjs';
import { choose, randomOf } from './random.mjs';
import { soakServer } from './serve.mjs';
import { temporariesIn, watchWrites } from './watch-writes.mjs';

/**
 * @typedef {object} InPeace how a job goes when nothing is done to it
 * @property {ReadonlyMap<string, string>} wanted
 * @property {number} ms that it takes; under load, more than at the start
 * @property {number} writes how often its files are seen to change
 * @property {number} bytes
 */

/**
 * @typedef {object} Request
 * @property {string} folder of this lane alone, with a home and a cache of its own
 * @property {number} lane
 * @property {number} rounds at least
 * @property {number} end of `performance.now()`
 * @property {number} seed
 * @property {string} [job] this one only
 * @property {string} [fault] this one only
 * @property {import('./tally.mjs').Tally} tally
 */

/** Faults of one job. */
const [FEWEST, MOST] = [3, 12];

/** Does one job after the other. @param {Request} request */
export async function runLane(request) {
  const { folder, lane, rounds, end, seed, tally } = request;
  const random = randomOf(seed + 7919 * lane);
  const places = ['home', 'cache', 'tmp', 'cwd'].map((name) => join(folder, name));
  for (const each of places) mkdirSync(each, { recursive: true });
  const [home = '', cache = '', tmp = '', cwd = ''] = places;
  const env = { ...process.env, HOME: home, XDG_CACHE_HOME: '', ATTGAN_CACHE: cache, TMPDIR: tmp, NO_COLOR: '1' };
  const place = { env, cwd };
  const jobs = jobsOf(await makeInputs(folder, place)).filter(({ name }) => (request.job ?? name) === name);
  /** @type {Map<string, InPeace>} */
  const peaces = new Map();
  for (const job of jobs) peaces.set(job.name, await doInPeace(job, folder, place));
  const names = [...jobs.map(({ name }) => name), ...((request.job ?? 'serve') === 'serve' ? ['serve'] : [])];
  const faults = Object.keys(FAULTS).filter((name) => (request.fault ?? name) === name);

  for (let round = 0; round < rounds || performance.now() < end; round++) {
    const name = /** @type {string} */ (names[(round + Math.floor((lane * names.length) / 2)) % names.length]);
    const job = jobs.find((each) => each.name === name);
    const many = FEWEST + Math.floor((MOST - FEWEST + 1) * random());
    const planned = Array.from({ length: many }, () => choose(faults, WEIGHTS, random));
    if (random() < 0.5) rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    const around = mkdtempSync(join(folder, `${name}-`));
    const said =
      job === undefined
        ? await soakServer({ around, train: join(folder, 'train-in-peace', 'out'), planned, place, random, tally })
        : await soakJob(job, {
            around,
            folder,
            planned,
            place,
            random,
            tally,
            inPeace: /** @type {InPeace} */ (peaces.get(name)),
          });
    tally.end(name);
    const found = [...said, ...leftIn([home, tmp, cwd]), ...temporariesIn(cache)];
    if (found.length > 0) {
      tally.wrong.push(
        `round ${round} of lane ${lane}, seed ${seed}, ${name} ${planned.join(' ')}: ${found.join('; ')}`,
      );
      console.error(tally.wrong.at(-1));
      for (const each of [home, tmp, cwd, cache]) {
        rmSync(each, { recursive: true, force: true });
        mkdirSync(each);
      }
    }
    rmSync(around, { recursive: true, force: true });
  }
}

/** @param {import('./jobs.mjs').Job} job @param {string} folder @param {import('./command.mjs').Place} place @returns {Promise<InPeace>} */
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
  return { wanted, ms, writes, bytes };
}

/**
 * Does all that is planned to a job, has it finished, and tells what is wrong then.
 * @param {import('./jobs.mjs').Job} job
 * @param {{ around: string, folder: string, planned: readonly string[], place: import('./command.mjs').Place, random: () => number,
 *   tally: import('./tally.mjs').Tally, inPeace: InPeace }} with_
 */
async function soakJob(job, { around, folder, planned, place, random, tally, inPeace }) {
  const out = join(around, 'out');
  const begun = () => hashesIn(out).size > 0;
  /** @type {string[]} */
  const found = [];
  for (const name of planned) {
    const outcome = await FAULTS[name]?.({ job, out, begun: begun(), inPeace, place, folder, random });
    if (outcome === undefined) continue;
    if (outcome.hit) tally.hit(job.name, name);
    else tally.late(job.name);
    if (outcome.killedAt !== undefined)
      tally.killed(job.name, outcome.killedAt / inPeace.ms, temporariesIn(around).length > 0);
    found.push(...outcome.wrong, ...halves(job, inPeace.wanted, out).map((half) => `after ${name}, ${half}`));
    if (outcome.finished === true && job.resumes === true) break;
  }
  const fresh = !begun();
  const ended = await attgan((fresh || job.again === undefined ? job.words : job.again)(out), place).ended;
  // Others may be at work here, now more and now less.
  if (ended.code === 0) inPeace.ms = fresh ? (inPeace.ms + ended.ms) / 2 : Math.max(inPeace.ms, ended.ms);
  if (ended.code === 0) found.push(...differences(job, inPeace.wanted, out));
  else found.push(`cannot be finished: ${ended.stderr.slice(-400)}`);
  return [...found, ...temporariesIn(around), ...leftIn([around], 'out')];
}

/** @param {readonly string[]} folders @param {string} [expected] the one name that may be there */
function leftIn(folders, expected) {
  return folders.flatMap((folder) =>
    readdirSync(folder)
      .filter((name) => name !== expected)
      .map((name) => `${name} is left over in ${folder}`),
  );
}
