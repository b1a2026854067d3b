import { randomKey } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { unaugmented } from '../augmentations/combine.ts';
import { disposePlayers, initPlayer } from '../player.ts';
import { toyDataset, toyGame } from '../testing/toy-game.ts';
import type { Players } from '../update.ts';
import type { Average } from './average.ts';
import { averagedPlayers } from './averaged-players.ts';
import { exponential } from './exponential.ts';
import { noAverage } from './none.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

test('the exponential average forgets fast at first, then by its decay', () => {
  const { update } = exponential.create({ decay: 0.9 }) as Average;
  const kept = (step: number): number =>
    update(tf.scalar(1), tf.scalar(0), { step, learningRate: 1 }).dataSync()[0] as number;
  expect(kept(1)).toBeCloseTo(2 / 11, 6);
  expect(kept(50)).toBeCloseTo(51 / 60, 6);
  expect(kept(1000)).toBeCloseTo(0.9, 6);
  expect(noAverage.create({})).toBeUndefined();
});

const game = toyGame(4);
const request = { game, dataset: toyDataset, options: { batch: 5, seed: 1 }, augmentation: unaugmented, iteration: 2 };

interface Painter {
  readonly params: { readonly colour: tf.Tensor };
  readonly state: { readonly seen: tf.Tensor };
}
const painterOf = (values: Readonly<Record<string, unknown>>): Painter => values['painter'] as Painter;

/** A painter whose parameters are 0.5 everywhere, and whose averages are as given. */
function players(average?: number): Players {
  const { slots } = initPlayer(game.players[0] as (typeof game.players)[number], randomKey(1));
  const painter = {
    name: 'painter',
    params: { colour: tf.fill([3], 0.5) },
    state: { seen: tf.zeros([3]) },
    slots,
    ...(average !== undefined && { average: { colour: tf.fill([3], average) } }),
    steps: 1,
  };
  return { painter };
}

test('without an average the players are shown as they are', async () => {
  const plain = players();
  const { values, dispose } = await averagedPlayers({ ...request, players: plain });
  expect(values['painter']?.params).toBe(plain['painter']?.params);
  expect(values['painter']?.state).toBe(plain['painter']?.state);
  dispose();
  disposePlayers(plain);
});

test('moving averages are measured with the averaged parameters, and only what was made is freed', async () => {
  const averaged = players(-0.25);
  const before = tf.memory().numTensors;
  const { values, dispose } = await averagedPlayers({ ...request, players: averaged });
  const { params, state } = painterOf(values);
  expect(params.colour.dataSync()[0]).toBe(-0.25);
  // The toy's state is the mean of image minus colour: of greys from −1 to 180/127.5 − 1 two batches of 5 see all ten.
  const seen = state.seen.dataSync()[0] as number;
  expect(seen).toBeGreaterThan(-1 + 0.25);
  expect(seen).toBeLessThan(180 / 127.5 - 1 + 0.25);
  expect(tf.memory().numTensors).toBe(before + 1);
  const again = await averagedPlayers({ ...request, players: averaged });
  expect(painterOf(again.values).state.seen.dataSync()[0]).toBe(seen);
  again.dispose();
  dispose();
  expect(tf.memory().numTensors).toBe(before);
  disposePlayers(averaged);
});

test('phases that move nothing new are run once, and stages that have not begun never', async () => {
  const [stage] = game.stages as [(typeof game.stages)[number]];
  const [phase] = stage.phases as [(typeof stage.phases)[number]];
  const seen: string[] = [];
  const watched = (name: string) => ({
    ...phase,
    objectives: phase.objectives.map((objective) => ({
      ...objective,
      terms: objective.terms.map((term) => ({ ...term, value: (f: tf.Tensor) => (seen.push(name), term.value(f)) })),
    })),
  });
  const stages = [
    { ...stage, iterations: 2, phases: [watched('first'), watched('second')] },
    { ...stage, iterations: 2, phases: [watched('later')] },
  ];
  const averaged = players(0);
  (await averagedPlayers({ ...request, game: { ...game, stages }, players: averaged })).dispose();
  expect(seen.filter((name) => name === 'second')).toHaveLength(50);
  expect(seen.filter((name) => name === 'first')).toHaveLength(1);
  expect(seen).not.toContain('later');
  disposePlayers(averaged);
});
