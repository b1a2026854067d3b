import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { lockFolder } from './lock-folder.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-lock-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const REQUEST = { name: 'x.lock', taken: (who: string) => `taken by ${who}`, lost: 'taken away' };
const BUILT = pathToFileURL(join(import.meta.dirname, '..', 'dist', 'lock-folder.js')).href;
/** Takes the lock and keeps it, or says why not. */
const SCRIPT = `
  const { lockFolder } = await import(process.argv[1]);
  const request = { name: 'x.lock', taken: (who) => 'taken by ' + who, lost: '' };
  const said = await lockFolder(process.argv[2], request).then(() => 'locked', (error) => error.message);
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

test('a folder that is locked is refused with who has it, and free after release', async () => {
  const lock = await lockFolder(folder, REQUEST);
  await expect(lockFolder(folder, REQUEST)).rejects.toThrow(new RegExp(`^taken by process ${process.pid} on `));
  const other = contender();
  expect(await other.said).toMatch(/^taken by process/);
  await kill(other);
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
  await (await lockFolder(folder, REQUEST)).release();
});

test('of several that find the lock of a killed process exactly one takes it over, at once', async () => {
  const first = contender();
  expect(await first.said).toBe('locked');
  await kill(first);
  const others = Array.from({ length: 4 }, contender);
  const said = await Promise.all(others.map((other) => other.said));
  expect(said.filter((text) => text === 'locked')).toHaveLength(1);
  await Promise.all(others.map(kill));
  const last = await lockFolder(folder, REQUEST);
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
    await (await lockFolder(folder, REQUEST)).release();
    parent.kill();
    await once(parent, 'exit');
  },
);

test('a lock that is taken away says so', async () => {
  const lock = await lockFolder(folder, REQUEST);
  await rm(join(folder, 'x.lock'), { recursive: true });
  await once(lock.lost, 'abort');
  expect(() => lock.lost.throwIfAborted()).toThrow('taken away');
  await lock.release();
}, 20_000);

test('a lock that nobody has put a name to is taken over once it is old', async () => {
  await mkdir(join(folder, 'x.lock'));
  const seconds = Date.now() / 1000 - 6;
  await utimes(join(folder, 'x.lock'), seconds, seconds);
  await (await lockFolder(folder, REQUEST)).release();
  expect(await readdir(folder)).toEqual([]);
});

test('whoever waits is told for whom, once, and gets the lock when it is released', async () => {
  const told: string[] = [];
  const first = await lockFolder(folder, REQUEST);
  const waiting = lockFolder(folder, { ...REQUEST, patience: 60_000, onWait: (who) => told.push(who) });
  await vi.waitUntil(() => told.length > 0);
  await first.release();
  await (await waiting).release();
  expect(told).toEqual([expect.stringMatching(/^process \d+ on /)]);
});
