// @ts-check
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { attgan } from './command.mjs';
import { differences, halves, hashesIn } from './compare.mjs';
import { FAULTS, WEIGHTS } from './faults.mjs';
import { paceOf } from './peace.mjs';
import { choose, randomOf } from './random.mjs';
import { soakServer } from './serve.mjs';
import { temporariesIn } from './watch-writes.mjs';

/** @typedef {import('./peace.mjs').InPeace} InPeace */

/**
 * @typedef {object} Request
 * @property {string} folder of this lane alone
 * @property {import('./peace.mjs').LanePlace} place of this lane alone
 * @property {number} lane
 * @property {readonly import('./jobs.mjs').Job[]} jobs
 * @property {ReadonlyMap<string, InPeace>} peaces by the names of jobs
 * @property {readonly string[]} names of jobs, and of servers
 * @property {string} train folder of a training that servers show, if it is there
 * @property {number} rounds at least
 * @property {number} most faults of one job
 * @property {number} end of `performance.now()`
 * @property {number} seed
 * @property {string} [fault] this one only
 * @property {import('./tally.mjs').Tally} tally
 */

/** Faults of one job, at least. */
const FEWEST = 3;

/** Does one job after the other. @param {Request} request */
export async function runLane(request) {
  const { folder, place, lane, jobs, peaces, names, train, rounds, most, end, seed, tally } = request;
  const random = randomOf(seed + 7919 * lane);
  const { home, cache, tmp, cwd } = place;
  const faults = Object.keys(FAULTS).filter((name) => (request.fault ?? name) === name);

  for (let round = 0; round < rounds || performance.now() < end; round++) {
    const name = /** @type {string} */ (names[(round + Math.floor((lane * names.length) / 2)) % names.length]);
    const job = jobs.find((each) => each.name === name);
    const many = FEWEST + Math.floor((most - FEWEST + 1) * random());
    const planned = Array.from({ length: many }, () => choose(faults, WEIGHTS, random));
    if (random() < 0.5) rmSync(cache, { recursive: true, force: true });
    mkdirSync(cache, { recursive: true });
    const around = mkdtempSync(join(folder, `${name}-`));
    const said =
      job === undefined
        ? await soakServer({ around, train, planned, place, random, tally })
        : await soakJob(job, {
            around,
            folder,
            planned,
            place,
            random,
            tally,
            inPeace: await scaled(/** @type {InPeace} */ (peaces.get(name)), place),
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

/** As long as it takes now, when others may be at work here more or less than before. @param {InPeace} inPeace @param {import('./command.mjs').Place} place */
async function scaled(inPeace, place) {
  return { ...inPeace, ms: (inPeace.ms * (await paceOf(place))) / inPeace.pace };
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
  const ended = await attgan((begun() && job.again !== undefined ? job.again : job.words)(out), place).ended;
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
