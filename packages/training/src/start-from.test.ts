import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterruptedError, randomKey } from '@attgan/core';
import { readModel } from '@attgan/formats';
import { registerGradients, type StoredValues } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { exponential } from './averages/exponential.ts';
import type { Game, PlayerValues } from './game.ts';
import { disposePlayers, initPlayer } from './player.ts';
import { readHistory } from './run-history.ts';
import { startFrom, type StartModel } from './start-from.ts';
import { toyDataset, toyGame } from './testing/toy-game.ts';
import { trainOptions } from './train-options.ts';
import { train } from './train.ts';

let root = '';
beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
  root = await mkdtemp(join(tmpdir(), 'attgan-start-from-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const stored = (...values: number[]): StoredValues => ({
  shape: [values.length],
  values: () => Float32Array.from(values),
});
const modelOf = (tensors: Record<string, StoredValues>): StartModel => ({
  describe: 'The model m',
  tensors: new Map(Object.entries(tensors)),
  note: 'started from m',
});
const average = exponential.create({});
/** The toy's painter, and a judge that only some models have. */
function game(): Game<tf.Tensor> {
  const toy = toyGame(6);
  const judge = { ...toy.players[0]!, name: 'judge', init: () => ({ params: { bias: tf.tensor1d([7]) }, state: {} }) };
  const tensorOf = (values: PlayerValues | undefined, tree: 'params' | 'state', name: string): tf.Tensor =>
    ((values as PlayerValues)[tree] as Record<string, tf.Tensor>)[name]!;
  return {
    ...toy,
    players: [...toy.players, judge],
    model: ({ painter: values, judge: other }) => ({
      'painter/colour': tensorOf(values, 'params', 'colour'),
      'painter/seen': tensorOf(values, 'state', 'seen'),
      'judge/bias': tensorOf(other, 'params', 'bias'),
    }),
  };
}
const drawn = (of: Game<tf.Tensor>) =>
  Object.fromEntries(of.players.map((setup) => [setup.name, initPlayer(setup, randomKey(0), average)]));
const painter = { 'painter/colour': stored(0.1, 0.2, 0.3), 'painter/seen': stored(1, 2, 3) };
const data = (tree: unknown, name: string): number[] => [...(tree as Record<string, tf.Tensor>)[name]!.dataSync()];

test('players have the weights, the averages of these, and the state of the model; what it lacks is said', () => {
  const lines: string[] = [];
  const before = tf.memory().numTensors;
  const players = startFrom(game(), drawn(game()), modelOf(painter), (line) => void lines.push(line));
  const rounded = [0.1, 0.2, 0.3].map(Math.fround);
  expect(data(players['painter']?.params, 'colour')).toEqual(rounded);
  expect(data(players['painter']?.average, 'colour')).toEqual(rounded);
  expect(data(players['painter']?.state, 'seen')).toEqual([1, 2, 3]);
  expect(data(players['judge']?.params, 'bias')).toEqual([7]);
  expect(lines).toEqual(['The model m has no judge: that begins as the seed draws it.']);
  disposePlayers(players);
  expect(tf.memory().numTensors).toBe(before);
});

test('a player may take fewer channels than its networks have', () => {
  const toy = game();
  const grow = (name: string, { values }: StoredValues): StoredValues | undefined =>
    name === 'painter/colour' ? { shape: [3], values: () => Float32Array.from([...values(), 9]) } : undefined;
  const players = toy.players.map((setup) => ({ ...setup, grow }));
  const small = modelOf({ ...painter, 'painter/colour': stored(1, 2) });
  const started = startFrom({ ...toy, players }, drawn(toy), small, () => undefined);
  expect(data(started['painter']?.params, 'colour')).toEqual([1, 2, 9]);
  disposePlayers(started);
});

test.each([
  ['lacks painter/seen of shape [3]', { 'painter/colour': stored(1, 2, 3) }],
  ['has painter/seen of shape [2], not [3]', { ...painter, 'painter/seen': stored(1, 2) }],
  ['has painter/more of shape [1], which the network does not have', { ...painter, 'painter/more': stored(1) }],
] as const)('a model that %s is refused, and nothing is lost or left', (message, tensors) => {
  const players = drawn(game());
  const before = tf.memory().numTensors;
  expect(() => startFrom(game(), players, modelOf(tensors as Record<string, StoredValues>), () => undefined)).toThrow(
    `The model m ${message}. Choose the same networks as the model has: its model.json names their options.`,
  );
  expect(tf.memory().numTensors).toBe(before);
  disposePlayers(players);
});

test('a run says where it started, reads the model once, and goes on as if it had not been stopped', async () => {
  let reads = 0;
  const run = async (name: string, resume: boolean, stopAfter = Infinity): Promise<void> => {
    const stop = new AbortController();
    await train({
      game: game(),
      dataset: toyDataset,
      folder: join(root, name),
      options: trainOptions.parse({ iterations: 6, batch: 3, log: 1, balance: 0.5 }),
      average,
      from: async () => {
        reads++;
        return modelOf({ ...painter, 'judge/bias': stored(4) });
      },
      experiment: {},
      card: {
        format: 1,
        generator: { name: 'toy', options: {} },
        attributes: ['Bright'],
        exclusive: [],
        scale: 0.5,
        size: 4,
        provenance: {},
      },
      resume,
      signal: stop.signal,
      report: () => undefined,
      onProgress: ({ iteration }) => void (iteration === stopAfter && stop.abort()),
    });
  };
  await run('whole', false);
  await expect(run('parts', false, 2)).rejects.toThrow(InterruptedError);
  await expect(run('parts', true, 4)).rejects.toThrow(InterruptedError);
  await run('parts', true);
  expect(reads).toBe(2);
  for (const file of ['metrics.jsonl', join('model', 'model.safetensors')]) {
    expect(await readFile(join(root, 'parts', file))).toEqual(await readFile(join(root, 'whole', file)));
  }
  expect((await readHistory(join(root, 'parts'))).map(({ changes }) => changes)).toEqual([['started from m'], [], []]);
  const { card } = await readModel(join(root, 'parts', 'model'));
  expect(card.provenance).toMatchObject({ changes: [{ iteration: 0, changes: ['started from m'] }] });
});
