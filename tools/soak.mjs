// @ts-check
// Does to every long command what machines and people do: `npm run soak -- --minutes 60 [--lanes 2] [--rounds N] [--job NAME] [--fault NAME]
// [--seed N]`. Each job is done once in peace. Then it is begun again and again in fresh folders, has faults done to it at random
// moments, and is given once more: it must end with the same bytes, and with nothing left over.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { WEIGHTS } from './soak/faults.mjs';
import { runLane } from './soak/lane.mjs';
import { Tally } from './soak/tally.mjs';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '60' },
    lanes: { type: 'string', default: '2' },
    rounds: { type: 'string', default: '1' },
    job: { type: 'string' },
    fault: { type: 'string' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});
const TEN_MINUTES = 600_000;
const { job, fault } = values;
const folder = mkdtempSync(join(tmpdir(), 'attgan-soak-'));
const tally = new Tally();
const names = Object.keys(WEIGHTS);
const lanes = Array.from({ length: Number(values.lanes) }, (_, lane) =>
  runLane({
    folder: join(folder, `lane-${lane}`),
    lane,
    rounds: Number(values.rounds),
    end: performance.now() + Number(values.minutes) * 60_000,
    seed: Number(values.seed),
    ...(job !== undefined && { job }),
    ...(fault !== undefined && { fault }),
    tally,
  }),
);
const telling = setInterval(() => console.error(tally.report(names)), TEN_MINUTES);
await Promise.all(lanes);
clearInterval(telling);
console.log(tally.report(names));
rmSync(folder, { recursive: true, force: true });
process.exitCode = tally.wrong.length === 0 ? 0 : 1;
