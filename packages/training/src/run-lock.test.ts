import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { lockRun } from './run-lock.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-run-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const BUILT = pathToFileURL(join(import.meta.dirname, '..', 'dist', 'run-lock.js')).href;
/** Takes the lock and keeps it, or says why not. */
const SCRIPT = `
  const { lockRun } = await import(process.argv[1]);
  const said = await lockRun(process.argv[2]).then(() => 'locked', (error) => error.message);
  process.stdout.write(said + '\\n');
  setInterval(() => {}, 1000);
`;

/** A process that tries to take the lock, and what it said. */
function contender() {
  const child = spawn(process.execPath, ['--input-type=module', '-e', SCRIPT, BUILT, folder], {
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  return { child, said: once(child.stdout, 'data').then(([chunk]) => String(chunk).trim()) };
}

async function kill({ child }: ReturnType<typeof contender>): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

test('a second training in one folder is refused with who trains there, and free to start after the first', async () => {
  const lock = await lockRun(folder);
  await expect(lockRun(folder)).rejects.toThrow(
    new RegExp(`^A training is running in ${folder} \\(process ${process.pid} on .*choose another --run folder\\.$`),
  );
  const other = contender();
  expect(await other.said).toMatch(/^A training is running in/);
  await kill(other);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockRun(folder)).release();
});

test('of several that find the lock of a killed process exactly one takes it over, at once', async () => {
  const first = contender();
  expect(await first.said).toBe('locked');
  await kill(first);
  const others = Array.from({ length: 4 }, contender);
  const said = await Promise.all(others.map((other) => other.said));
  expect(said.filter((text) => text === 'locked')).toHaveLength(1);
  await Promise.all(others.map(kill));
  const last = await lockRun(folder);
  expect(last.lost.aborted).toBe(false);
  await last.release();
  expect(await readdir(folder)).toEqual([]);
});

test.skipIf(process.platform !== 'linux')(
  'a killed process that nobody has asked about yet holds no lock',
  async () => {
    // The shell starts the process and never waits for it.
    const words = [process.execPath, '--input-type=module', '-e', SCRIPT, BUILT, folder];
    const parent = spawn('/bin/sh', ['-c', '"$@" & echo "$!"; exec sleep 60', 'sh', ...words], {
      env: { ...process.env, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let said = '';
    parent.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    while (!said.includes('locked')) await setTimeout(10);
    process.kill(Number.parseInt(said, 10), 'SIGKILL');
    await setTimeout(50);
    await (await lockRun(folder)).release();
    parent.kill();
    await once(parent, 'exit');
  },
);

test('a lock that is taken away says so', async () => {
  const lock = await lockRun(folder);
  await rm(join(folder, 'run.lock'), { recursive: true });
  await once(lock.lost, 'abort');
  expect(() => lock.lost.throwIfAborted()).toThrow(/^Another process took over .* the last checkpoint is intact\.$/);
  await lock.release();
}, 20_000);
