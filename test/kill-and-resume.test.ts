import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backendHere } from './backend-here.ts';

const KILLS = 10;
const ITERATIONS = 150;
const bin = join(import.meta.dirname, '..', 'packages', 'attgan', 'bin', 'attgan.js');

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-kill-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

async function start(run: string, resume: boolean): Promise<ChildProcess> {
  const { name } = await backendHere();
  const flags = {
    'data.train': 64,
    'data.validation': 8,
    'data.test': 8,
    'data.cache': join(root, 'faces'),
    'generator.preset': 'paper-64',
    'generator.size': 32,
    'generator.width': 1 / 32,
    'critic.width': 1 / 32,
    'method.criticUpdates': 2,
    'train.checkpoint': 3,
    'train.log': 2,
    'train.samples': 50,
    augmentation: 'mirror',
    iterations: ITERATIONS,
    batch: 4,
  };
  const words = Object.entries(flags).flatMap(([flag, value]) => [`--${flag}`, String(value)]);
  const threads = name === 'tensorflow' ? ['--backend.threads', '2'] : [];
  const args = ['train', '--data', 'avatars', '--backend', name, ...threads, ...words, '--run', run];
  return spawn(process.execPath, [bin, ...args, ...(resume ? ['--resume'] : [])], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
}

async function finish(child: ChildProcess): Promise<void> {
  let errors = '';
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const [code] = (await once(child, 'exit')) as [number | null];
  expect(code, errors.slice(-2000)).toBe(0);
}

async function lengthOf(path: string): Promise<number> {
  return readFile(path).then(
    (bytes) => bytes.length,
    () => 0,
  );
}

test(`a run killed ${KILLS} times at random moments and resumed equals an uninterrupted one byte for byte`, async () => {
  const [whole, killed] = [join(root, 'whole'), join(root, 'killed')];
  await finish(await start(whole, false));
  for (let kill = 0; kill < KILLS; kill++) {
    const child = await start(killed, kill > 0);
    child.stderr?.resume();
    const before = await lengthOf(join(killed, 'metrics.jsonl'));
    // Resuming drops lines first, so any change means that it trains again.
    while ((await lengthOf(join(killed, 'metrics.jsonl'))) === before && child.exitCode === null) await setTimeout(20);
    await setTimeout(Math.random() * 250);
    expect(child.exitCode, 'the run must still go on when it is killed').toBeNull();
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  await finish(await start(killed, true));
  const last = join('checkpoints', String(ITERATIONS).padStart(8, '0'));
  for (const file of [
    'metrics.jsonl',
    join(last, 'generator.safetensors'),
    join(last, 'critic.safetensors'),
    join('model', 'model.safetensors'),
  ]) {
    expect((await readFile(join(killed, file))).equals(await readFile(join(whole, file))), file).toBe(true);
  }
}, 240_000);
