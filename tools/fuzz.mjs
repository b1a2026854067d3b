// @ts-check
// Changes files of every format that attgan reads, and has them read: `npm run fuzz -- --minutes 30 [--target NAME] [--from N]`.
// test/fuzz does the work, in rounds; this watches that it goes on, and sums up.
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    target: { type: 'string' },
    from: { type: 'string', default: '0' },
    seconds: { type: 'string', default: '20' },
  },
});
/** Seconds without a further input after which a reader hangs, and inputs between the rounds' first ones. */
const PATIENCE = 60;
const APART = 10_000_000;

const folder = mkdtempSync(join(tmpdir(), 'attgan-fuzz-'));
const [state, results] = [join(folder, 'state'), join(folder, 'results')];
const end = Date.now() + Number(values.minutes) * 60_000;
let code = 0;
for (let round = 0; Date.now() < end && code === 0; round++) {
  code = await fuzz(Number(values.from) + round * APART);
}
report();
rmSync(folder, { recursive: true });
process.exitCode = code;

/** One round over all targets. @param {number} from @returns {Promise<number>} its exit code */
function fuzz(from) {
  const child = spawn('npx', ['vitest', 'run', 'test/fuzz', '--project', 'node', '--silent'], {
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      ...process.env,
      ATTGAN_FUZZ_SECONDS: values.seconds,
      ATTGAN_FUZZ_FROM: String(from),
      ATTGAN_FUZZ_STATE: state,
      ATTGAN_FUZZ_RESULTS: results,
      ...(values.target !== undefined && { ATTGAN_FUZZ_TARGET: values.target }),
    },
  });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (said += chunk));
  const began = Date.now();
  const watch = setInterval(() => {
    const changed = statSync(state, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    if (Date.now() - Math.max(began, changed) < PATIENCE * 1000) return;
    console.error(
      `A reader hangs: ${readFileSync(state, 'utf8').split('\n')[0]}. Repeat it with --target NAME --from NUMBER.`,
    );
    process.kill(-(child.pid ?? 0), 'SIGKILL');
  }, 1000);
  return new Promise((resolve) => {
    child.on('close', (exit) => {
      clearInterval(watch);
      if (exit !== 0) console.error(said);
      resolve(exit ?? 1);
    });
  });
}

function report() {
  /** @type {Map<string, { read: number, refused: number }>} */
  const sums = new Map();
  let peak = 0;
  for (const line of existsSync(results) ? readFileSync(results, 'utf8').trim().split('\n') : []) {
    const each = JSON.parse(line);
    const sum = sums.get(each.name) ?? { read: 0, refused: 0 };
    sums.set(each.name, { read: sum.read + each.read, refused: sum.refused + each.refused });
    peak = Math.max(peak, each.peak);
  }
  for (const [name, { read, refused }] of sums) {
    console.log(`${name.padEnd(24)} ${String(read + refused).padStart(9)} inputs, ${refused} refused`);
  }
  const all = [...sums.values()].reduce((sum, { read, refused }) => sum + read + refused, 0);
  console.log(`${all} inputs in all; the process took ${Math.round(peak / 1e6)} MB at most.`);
}
