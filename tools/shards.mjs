// @ts-check
// Edits many photos as shards, kills some of them half-way, runs them again, and compares the whole with one unsharded run:
// `node tools/shards.mjs --photos 20000 --shards 8 --kills 3 [--ray VENV/bin/ray] [--at-once 2]`.
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { makePhotos } from './shards/make-photos.mjs';
import { startProcesses } from './shards/processes.mjs';
import { startRay } from './shards/ray.mjs';

const { values } = parseArgs({
  options: {
    photos: { type: 'string', default: '800' },
    shards: { type: 'string', default: '8' },
    kills: { type: 'string', default: '3' },
    'at-once': { type: 'string', default: '2' },
    ray: { type: 'string' },
  },
});
const [photos, shards, kills, atOnce] = [values.photos, values.shards, values.kills, values['at-once']].map(Number);
/** Milliseconds between looks at the jobs. */
const POLL = 500;
const root = fileURLToPath(new URL('../', import.meta.url));
const bin = join(root, 'packages', 'attgan', 'bin', 'attgan.js');
const folder = mkdtempSync(join(tmpdir(), 'shards-'));
const [input, whole, out] = ['photos', 'whole', 'out'].map((name) => join(folder, name));
mkdirSync(out);
const began = performance.now();
const say = (/** @type {string} */ line) =>
  console.log(`${((performance.now() - began) / 1000).toFixed(0).padStart(5)} s  ${line}`);

await makePhotos(join(root, 'packages', 'photos', 'assets', 'astronaut.png'), input, photos);
say(`${photos} photos of 64×64 in ${folder}`);
const engine =
  values.ray === undefined ? startProcesses(atOnce) : await startRay(values.ray, join(folder, 'r'), atOnce);
/** The unsharded run. @type {import('node:child_process').ChildProcess | undefined} */
let alone;
try {
  await prove();
} finally {
  alone?.kill('SIGKILL');
  await engine.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function prove() {
  const jobs = [];
  for (let shard = 0; shard < shards; shard++) jobs.push({ shard, id: await submit(shard), killed: shard >= kills });
  say(`${shards} shards submitted to ${values.ray === undefined ? 'processes' : "Ray's job API"}, ${atOnce} at once`);
  const unsharded = begin([...editing(whole), '--shard', '0/1']);
  const finished = new Set();
  while (finished.size < shards) {
    await setTimeout(POLL);
    for (const job of jobs) {
      if (finished.has(job.shard)) continue;
      const half = photos / shards / 2;
      if (!job.killed && linesOf(job.shard) > half) {
        const pid = pidOf(job.shard);
        if (pid === undefined) continue;
        process.kill(pid, 'SIGKILL');
        say(`shard ${job.shard}: process ${pid} killed after ${linesOf(job.shard) - 1} photos`);
        job.killed = true;
        while ((await engine.statusOf(job.id)) === 'RUNNING') await setTimeout(POLL);
        const status = await engine.statusOf(job.id);
        if (status !== 'FAILED') throw new Error(`A killed shard is ${status}`);
        job.id = await submit(job.shard);
      }
      const status = await engine.statusOf(job.id);
      if (status === 'FAILED' || status === 'STOPPED') throw new Error(await engine.logsOf(job.id));
      if (status !== 'SUCCEEDED') continue;
      finished.add(job.shard);
      const { made, kept, memory, seconds } = summaryIn(await engine.logsOf(job.id));
      const [start, end] = memory.map((/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`);
      say(
        `shard ${job.shard}: ${made} edited, ${kept} done before, ${seconds.toFixed(0)} s; memory ${start} at the start, ${end} at the end`,
      );
    }
  }
  const { made, memory, seconds } = JSON.parse(await unsharded);
  const [start, end] = memory.map((/** @type {number} */ bytes) => `${(bytes / 2 ** 20).toFixed(0)} MB`);
  say(`unsharded: ${made} edited, ${seconds.toFixed(0)} s; memory ${start} at the start, ${end} at the end`);
  for (const place of [out, whole]) say(execFileSync(process.execPath, [bin, 'merge', place]).toString().trim());
  compare();
}

/** The merges have held every file to its hash, so equal lists are equal files. */
function compare() {
  const [one, other] = [join(out, 'results.jsonl'), join(whole, 'results-00000-of-00001.jsonl')].map(sha256);
  if (one !== other) throw new Error('The shards have other results than the unsharded run');
  const files = readdirSync(out, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const lists = files.filter(({ name }) => /^results.*\.jsonl$/.test(name));
  if (files.length !== photos + lists.length) throw new Error(`There are ${files.length} files`);
  if (lists.length !== shards + 1) throw new Error(`There are ${lists.length} lists of results`);
  say(`each of ${photos} results is there once, and equal to the unsharded run's; nothing else is there`);
}

/** @param {string} path */
function sha256(path) {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** @param {string} place */
function editing(place) {
  const model = join(root, 'models', 'avatars-64');
  return [
    'edit',
    input,
    '--model',
    model,
    '--set',
    'Eyeglasses=on',
    '--out',
    place,
    '--backend.threads',
    '1',
    '--json',
  ];
}

/** @param {number} shard */
function submit(shard) {
  const words = [process.execPath, bin, ...editing(out), '--shard', `auto/${shards}`];
  return engine.submit(words.map((word) => `'${word}'`).join(' '), { JOB_COMPLETION_INDEX: String(shard) });
}

/** @param {string[]} words @returns {Promise<string>} what it prints */
function begin(words) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [bin, ...words], { stdio: ['ignore', 'pipe', 'inherit'] });
    alone = child;
    let text = '';
    child.stdout.on('data', (chunk) => (text += chunk));
    child.on('close', (code) =>
      code === 0 ? resolve(text) : reject(new Error(`The unsharded run ended with ${code}`)),
    );
  });
}

/** @param {number} shard */
function linesOf(shard) {
  const digits = (/** @type {number} */ value) => String(value).padStart(5, '0');
  try {
    const text = readFileSync(join(out, `results-${digits(shard)}-of-${digits(shards)}.jsonl`));
    return text.reduce((sum, byte) => sum + (byte === 10 ? 1 : 0), 0);
  } catch {
    return 0;
  }
}

/** The process of a shard, which the environment tells from others. @param {number} shard */
function pidOf(shard) {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const words = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const variables = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
      if (words[1] === bin && words.includes(out) && variables.includes(`JOB_COMPLETION_INDEX=${shard}`))
        return Number(pid);
    } catch {
      // It has ended.
    }
  }
  return undefined;
}

/** @param {string} logs @returns {any} */
function summaryIn(logs) {
  return JSON.parse(logs.split('\n').find((line) => line.startsWith('{"results"')) ?? '');
}
