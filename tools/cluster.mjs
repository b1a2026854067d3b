// @ts-check
// Trains in one process and in several, and kills one of these again and again: `npm run cluster -- [--kills 10] [--iterations 150]
// [--processes 2] [--seed N]`. Several must train what one trains, and what was killed must end with the bytes of what was not.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { attgan } from './soak/command.mjs';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '10' },
    iterations: { type: 'string', default: '150' },
    processes: { type: 'string', default: '2' },
    seed: { type: 'string', default: String(Date.now() % 1e9) },
  },
});
/** How far a value of several processes may be from that of one, as a share of values above 1. */
const TOLERANCE = 1e-5;
/** Iterations in which they are compared: later, rounding has grown. */
const COMPARED = 20;

const folder = mkdtempSync(join(tmpdir(), 'attgan-cluster-'));
const env = { ...process.env, NO_COLOR: '1' };
const flags = {
  data: 'avatars',
  'data.train': 64,
  'data.validation': 8,
  'data.test': 8,
  'data.cache': join(folder, 'faces'),
  'generator.preset': 'paper-64',
  'generator.size': 32,
  'generator.width': 1 / 32,
  'critic.width': 1 / 32,
  // Where a unit of the critic is at the kink of its activation, rounding decides its slope, and the gradient penalty jumps.
  'critic.slope': 1,
  'method.criticUpdates': 1,
  'train.statistics': 'synchronised',
  'train.log': 1,
  'train.checkpoint': 3,
  'train.samples': 1000,
  augmentation: 'mirror',
  backend: 'tensorflow',
  'backend.threads': 1,
  iterations: Number(values.iterations),
  batch: 4 * Number(values.processes),
};
const training = (/** @type {string} */ run) => [
  'train',
  ...Object.entries(flags).flatMap(([name, value]) => [`--${name}`, String(value)]),
  '--run',
  run,
];
const launched = (/** @type {string} */ run) => ['launch', '-n', values.processes, '--', ...training(run)];
const [one, whole, killed] = ['one', 'whole', 'killed'].map((name) => join(folder, name));

/** @param {readonly string[]} words */
async function finish(words) {
  const { code, stderr } = await attgan(words, env).ended;
  if (code !== 0) throw new Error(`attgan ${words.join(' ')} ended with exit code ${code}: ${stderr.slice(-1000)}`);
}

/** @returns {readonly Record<string, number>[]} */
const metricsOf = (/** @type {string} */ run) =>
  readFileSync(join(run, 'metrics.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));

function furthest() {
  const several = metricsOf(whole);
  let worst = 0;
  for (const [index, line] of metricsOf(one).slice(0, COMPARED).entries()) {
    for (const [name, value] of Object.entries(line)) {
      const far = Math.abs(value - (several[index]?.[name] ?? NaN)) / Math.max(1, Math.abs(value));
      if (!(far <= worst)) worst = far;
    }
  }
  return worst;
}

const text = (/** @type {string} */ path) => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** The process of `task` that `launch` started. */
function find(/** @type {number | undefined} */ launch, /** @type {number} */ task) {
  const children = text(`/proc/${launch}/task/${launch}/children`).split(' ').map(Number);
  return children.find((pid) => text(`/proc/${pid}/cmdline`).includes(`\0--task\0${task}\0`));
}

let state = Number(values.seed);
const random = () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;

/** Starts or resumes the run, and kills one of its processes while it trains. @returns what went wrong */
async function kill(/** @type {number} */ round) {
  const { child, ended } = attgan([...launched(killed), ...(round > 0 ? ['--resume'] : [])], env);
  const log = join(killed, 'metrics.jsonl');
  const before = text(log);
  // Resuming drops lines first, so any change means that it trains again.
  while (text(log) === before && child.exitCode === null) await setTimeout(20);
  await setTimeout(random() * 250);
  const task = round % Number(values.processes);
  const pid = find(child.pid, task);
  if (pid === undefined) return `it ended before process ${task} was killed`;
  process.kill(pid, 'SIGKILL');
  const began = performance.now();
  const { code, stderr } = await ended;
  const line = `Process ${task} was killed; all ended ${Math.round(performance.now() - began)} ms later.`;
  console.log(line);
  if (code !== 1) return `it ended with exit code ${code}: ${stderr.slice(-500)}`;
  return /\n {4}at /.test(stderr) ? `it showed a stack trace: ${stderr.slice(-1000)}` : undefined;
}

/** @type {string[]} */
const problems = [];
try {
  await finish(training(one));
  await finish(launched(whole));
  const worst = furthest();
  console.log(`${values.processes} processes differ from one by at most ${worst.toExponential(1)}.`);
  if (!(worst <= TOLERANCE)) problems.push(`they may differ by ${TOLERANCE}`);
  for (let round = 0; round < Number(values.kills); round++) {
    const problem = await kill(round);
    if (problem !== undefined) problems.push(`kill ${round}: ${problem}`);
  }
  await finish([...launched(killed), '--resume']);
  const last = join('checkpoints', values.iterations.padStart(8, '0'));
  for (const file of ['metrics.jsonl', join(last, 'generator.safetensors'), join(last, 'critic.safetensors')]) {
    if (!readFileSync(join(killed, file)).equals(readFileSync(join(whole, file)))) problems.push(`${file} differs`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
for (const problem of problems) console.log(problem);
console.log(`${values.kills} kills; ${problems.length} problems (seed ${values.seed}).`);
process.exitCode = problems.length === 0 ? 0 : 1;
