// @ts-check
// Does to every long command what machines and people do: `npm run soak -- --minutes 60 [--rounds N] [--job NAME] [--fault NAME] [--seed N]`.
// Each job is done once in peace. Then it is begun again and again in fresh folders, has faults done to it at random moments, and is
// given once more: it must end with the same bytes, and with nothing left over.
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { attgan } from './soak/command.mjs';
import { differences, halves, hashesIn } from './soak/compare.mjs';
import { FAULTS } from './soak/faults.mjs';
import { makeJobs } from './soak/jobs.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    rounds: { type: 'string', default: '1' },
    job: { type: 'string' },
    fault: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});
const folder = mkdtempSync(join(tmpdir(), 'attgan-soak-'));
const temporary = join(folder, 'tmp');
const cache = join(folder, 'cache');
for (const each of [temporary, cache]) mkdirSync(each);
const env = { ...process.env, ATTGAN_CACHE: cache, TMPDIR: temporary, NO_COLOR: '1' };
const end = performance.now() + Number(values.minutes) * 60_000;
let state = Number(values.seed);
/** As good as any, and the same for the same seed. */
const random = () => {
  state = (state * 1103515245 + 12345) % 2147483648;
  return state / 2147483648;
};

const all = await makeJobs(folder, env);
const jobs = all.filter(({ name }) => values.job === undefined || name === values.job);
const names = Object.keys(FAULTS).filter((name) => values.fault === undefined || name === values.fault);
/** @type {Map<string, { wanted: ReadonlyMap<string, string>, ms: number }>} */
const inPeace = new Map();
for (const job of jobs) {
  const out = join(folder, `${job.name}-in-peace`);
  const ended = await attgan(job.words(out), env).ended;
  if (ended.code !== 0) throw new Error(`${job.name} fails in peace: ${ended.stderr}`);
  console.error(`${job.name} takes ${Math.round(ended.ms)} ms in peace.`);
  inPeace.set(job.name, { wanted: hashesIn(out), ms: ended.ms });
}

/** @type {string[]} */
const wrong = [];
/** @type {Record<string, number>} */
const counts = Object.fromEntries(names.map((name) => [name, 0]));
let ends = 0;
for (let round = 0; round < Number(values.rounds) || performance.now() < end; round++) {
  const job = /** @type {(typeof jobs)[number]} */ (jobs[round % jobs.length]);
  const { wanted, ms } = /** @type {{ wanted: ReadonlyMap<string, string>, ms: number }} */ (inPeace.get(job.name));
  // A folder of its own around it, so that what is left beside it is seen.
  const around = mkdtempSync(join(folder, `${job.name}-`));
  const out = join(around, 'out');
  const log = [`round ${round} of seed ${values.seed}, ${job.name}:`];
  const faults = 1 + Math.floor(4 * random());
  /** @type {string[]} */
  const found = [];
  for (let fault = 0; fault < faults; fault++) {
    const name = /** @type {string} */ (names[Math.floor(names.length * random())]);
    counts[name] = (counts[name] ?? 0) + 1;
    log.push(name);
    const said = await FAULTS[name]?.({ job, out, begun: hashesIn(out).size > 0, ms, env, folder, random });
    found.push(...(said ?? []), ...halves(job, wanted, out).map((half) => `after ${name}, ${half}`));
  }
  const begun = hashesIn(out).size > 0;
  const ended = await attgan((begun && job.again !== undefined ? job.again : job.words)(out), env).ended;
  ends++;
  if (ended.code === 0) found.push(...differences(job, wanted, out));
  else found.push(`cannot be finished: ${ended.stderr.slice(-400)}`);
  found.push(
    ...readdirSync(around)
      .filter((name) => name !== 'out')
      .map((name) => `${name} is left beside it`),
  );
  if (found.length > 0) {
    wrong.push(`${log.join(' ')}: ${found.join('; ')}`);
    console.error(wrong.at(-1));
  }
  rmSync(around, { recursive: true, force: true });
}
const left = readdirSync(cache, { recursive: true }).filter((name) => /attgan-tmp|attgan-old/.test(String(name)));
wrong.push(...left.map((name) => `${String(name)} is left in the cache`));
const faults = Object.entries(counts).map(([name, count]) => `${count} ${name}`);
console.log(`${faults.join(', ')}; ${ends} jobs ended; ${wrong.length} of them otherwise than in peace.`);
rmSync(folder, { recursive: true, force: true });
process.exitCode = wrong.length === 0 ? 0 : 1;
