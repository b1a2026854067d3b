import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startRunClock } from './run-clock.ts';
import { readLedger } from './study-runs.ts';

let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-run-clock-'));
  vi.useFakeTimers({ toFake: ['performance'] });
});
afterEach(async () => {
  vi.useRealTimers();
  await rm(folder, { recursive: true });
});

test('the time of a part that was killed counts, and so does that of the part before it', async () => {
  // Killed: neither stopped nor finished.
  const killed = startRunClock(folder, 9);
  vi.advanceTimersByTime(1_000);
  killed.tick();
  expect(await readLedger(folder)).toBeUndefined();
  vi.advanceTimersByTime(29_000);
  killed.tick();
  await vi.waitFor(async () => expect(await readLedger(folder)).toEqual({ iterations: 9, seconds: 30, done: false }));

  const interrupted = startRunClock(folder, 9, (await readLedger(folder))?.seconds);
  vi.advanceTimersByTime(500);
  interrupted.tick();
  await interrupted.stop();
  expect(await readLedger(folder)).toEqual({ iterations: 9, seconds: 30.5, done: false });

  const last = startRunClock(folder, 9, (await readLedger(folder))?.seconds);
  vi.advanceTimersByTime(9_500);
  last.tick();
  expect(await last.finish()).toEqual({ iterations: 9, seconds: 40, done: true });
  expect(await readLedger(folder)).toEqual({ iterations: 9, seconds: 40, done: true });
});

test('a part that trained nothing, as in a locked folder, writes nothing', async () => {
  await startRunClock(folder, 9).stop();
  expect(await readdir(folder)).toEqual([]);
});
