import { randomKey } from '@attgan/core';
import { registerGradients, withoutGradient } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { ForwardContext, Phase } from './game.ts';
import { disposePlayers, initPlayer, type Player } from './player.ts';
import { toyGame } from './testing/toy-game.ts';
import { NonFiniteError, update, type Players } from './update.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

const batch = (): { images: tf.Tensor4D; labels: tf.Tensor2D } => ({
  images: tf.fill([2, 4, 4, 3], 0.25),
  labels: tf.zeros([2, 1]),
});

async function play(times: number, game = toyGame(1)): Promise<{ players: Players; errors: number[] }> {
  const { phases } = game.stages[0] as { phases: readonly Phase<tf.Tensor>[] };
  let players: Players = Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, randomKey(1))]));
  const errors: number[] = [];
  const input = batch();
  for (let index = 0; index < times; index++) {
    const result = await update({
      game,
      phase: phases[0] as Phase<tf.Tensor>,
      players,
      batch: input,
      key: randomKey(index),
      iteration: index,
      last: {},
    });
    players = result.players;
    errors.push(result.metrics['painter/error'] as number);
  }
  tf.dispose(input);
  return { players, errors };
}

test('updates bring the loss down to nothing', async () => {
  const { errors } = await play(60);
  expect(errors.at(-1)).toBeLessThan((errors[0] as number) / 50);
});

test('an update moves the averages that its passes measured', async () => {
  const { players } = await play(1);
  const seen = ((players['painter'] as Player).state as { seen: tf.Tensor }).seen.dataSync();
  expect(Math.abs(seen[0] as number)).toBeGreaterThan(0);
});

test('updates leave nothing behind but the players', async () => {
  await play(1);
  const before = tf.memory().numTensors;
  const { players } = await play(5);
  expect(tf.memory().numTensors - before).toBe(4);
  disposePlayers(players);
});

test('all objectives of a phase are measured on one forward pass', async () => {
  const plain = toyGame(1);
  const phase = plain.stages[0]?.phases[0] as Phase<tf.Tensor>;
  let passes = 0;
  const game = { ...plain, forward: (context: ForwardContext) => (passes++, plain.forward(context)) };
  const player = initPlayer(game.players[0] as (typeof game.players)[number], randomKey(1));
  const twice = { ...phase, objectives: [...phase.objectives, ...phase.objectives] };
  await update({
    game,
    phase: twice,
    players: { painter: player },
    batch: batch(),
    key: randomKey(0),
    iteration: 0,
    last: {},
  });
  expect(passes).toBe(1);
});

test('a loss that is not a number stops the update, names its term and keeps the players', async () => {
  const game = toyGame(1, (error) => tf.mean(tf.log(tf.mul(tf.square(error), -1))) as tf.Scalar);
  const player = initPlayer(game.players[0] as (typeof game.players)[number], randomKey(1));
  const request = {
    game,
    phase: game.stages[0]?.phases[0] as Phase<tf.Tensor>,
    players: { painter: player },
    batch: batch(),
    key: randomKey(0),
    iteration: 11,
    last: {},
  };
  const before = tf.memory().numTensors;
  await expect(update(request)).rejects.toThrow(NonFiniteError);
  await expect(update(request)).rejects.toThrow(/painter\/error became NaN in iteration 12/);
  expect(tf.memory().numTensors).toBe(before);
  expect((player.params as { colour: tf.Tensor }).colour.isDisposed).toBe(false);
});

test('a player whose parameters no gradient reaches is an error that names it and its terms', async () => {
  const game = toyGame(1, (error) => withoutGradient(() => tf.mean(tf.square(error))));
  const player = initPlayer(game.players[0] as (typeof game.players)[number], randomKey(1));
  const phase = game.stages[0]?.phases[0] as Phase<tf.Tensor>;
  const input = batch();
  const before = tf.memory().numTensors;
  const request = {
    game,
    phase,
    players: { painter: player },
    batch: input,
    key: randomKey(0),
    iteration: 0,
    last: {},
  };
  await expect(update(request)).rejects.toThrow(
    'No gradient reaches any parameter of the player "painter" in its terms error.',
  );
  expect(tf.memory().numTensors).toBe(before);
});

test('a forward value is told who moves', async () => {
  const plain = toyGame(1);
  const moving: boolean[][] = [];
  const game = {
    ...plain,
    forward(context: ForwardContext) {
      moving.push(['painter', 'somebody'].map((name) => context.updates(name)));
      return plain.forward(context);
    },
  };
  await play(1, game);
  expect(moving).toEqual([[true, false]]);
});
