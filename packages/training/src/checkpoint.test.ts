import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomKey } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readCheckpoint, writeCheckpoint } from './checkpoint.ts';
import { initPlayer } from './player.ts';
import { START } from './progress.ts';
import { toyGame } from './testing/toy-game.ts';
import type { Players } from './update.ts';

let root = '';
beforeAll(async () => {
  await tf.setBackend('cpu');
  root = await mkdtemp(join(tmpdir(), 'attgan-checkpoint-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const fresh = (): Players =>
  Object.fromEntries(toyGame(2).players.map((setup) => [setup.name, initPlayer(setup, randomKey(1))]));

test.each([
  ['"format": 2', '"format": 1', 'state.json has format 1, of another version of attgan; this one reads 2'],
  // Another version may write it otherwise, too.
  [
    '"format": 2,',
    '"format": 3, "added": {},',
    'state.json has format 3, of another version of attgan; this one reads 2',
  ],
  [/[^]*/, 'null', 'state.json: Invalid input: expected object, received null'],
  ['"iteration": 0', '"iteration": -1', 'state.json.progress.iteration: '],
])('a state.json with %s → %s is one line that says what is wrong and what to do', async (from, to, problem) => {
  const folder = await mkdtemp(join(root, 'c-'));
  await writeCheckpoint(folder, { progress: START, players: fresh() }, 3);
  const path = join(folder, '00000000', 'state.json');
  await writeFile(path, (await readFile(path, 'utf8')).replace(from, to));
  const lines: string[] = [];
  const error: unknown = await readCheckpoint(folder, fresh(), (line) => lines.push(line)).catch(
    (thrown: unknown) => thrown,
  );
  expect(error).toMatchObject({ name: 'AttganError', message: expect.stringContaining(problem) });
  expect((error as Error).message).toMatch(
    /^None of the 1 checkpoints in .* Start a new training in another folder\.$/,
  );
  expect(lines).toEqual([]);
});
