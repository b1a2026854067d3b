// @ts-check
// Does to every long command what machines and people do: `npm run soak -- --minutes 60 [--lanes 2] [--rounds N] [--seed N] [--most N]
// [--job NAME]... [--fault NAME]`. Each job is done once in peace. Then it is begun again and again in fresh folders, has faults done to it
// at random moments, at most N, and is given once more: it must end with the same bytes, and with nothing left over.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WEIGHTS } from './soak/faults.mjs';
import { jobsOf } from './soak/jobs.mjs';
import { runLane } from './soak/lane.mjs';
import { makeInputs } from './soak/make-inputs.mjs';
import { doAllInPeace, placeIn } from './soak/peace.mjs';
import { Tally } from './soak/tally.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    lanes: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '1' },
    job: { type: 'string', multiple: true },
    fault: { type: 'string' },
    most: { type: 'string', default: '12' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});
const TEN_MINUTES = 600_000;
const { job: chosen, fault } = values;
const isChosen = (/** @type {string} */ name) => chosen?.includes(name) ?? true;
const folder = mkdtempSync(join(tmpdir(), 'attgan-soak-'));
const tally = new Tally();
const names = Object.keys(WEIGHTS);
const lanes = Array.from({ length: Number(values.lanes) }, (_, lane) => join(folder, `lane-${lane}`));
const places = lanes.map(placeIn);
const end = performance.now() + Number(values.minutes) * 60_000;
const inputs = await makeInputs(folder, /** @type {import('./soak/peace.mjs').LanePlace} */ (places[0]));
const jobs = jobsOf(inputs).filter(({ name }) => isChosen(name));
const peaces = await doAllInPeace(jobs, folder, places);
const telling = setInterval(() => console.error(tally.report(names)), TEN_MINUTES);
const running = places.map((place, lane) =>
  runLane({
    folder: /** @type {string} */ (lanes[lane]),
    place,
    lane,
    jobs,
    peaces,
    names: [...jobs.map(({ name }) => name), ...(isChosen('serve') ? ['serve'] : [])],
    train: join(folder, 'train-in-peace', 'out'),
    rounds: Number(values.rounds),
    most: Number(values.most),
    end,
    seed: Number(values.seed),
    ...(fault !== undefined && { fault }),
    tally,
  }),
);
await Promise.all(running);
clearInterval(telling);
console.log(tally.report(names));
rmSync(folder, { recursive: true, force: true });
process.exitCode = tally.wrong.length === 0 ? 0 : 1;
