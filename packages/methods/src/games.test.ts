import { fold, randomKey, UsageError } from '@attgan/core';
import { leaves, registerGradients, type TensorTree } from '@attgan/kernels';
import { attganGenerator, faderGenerator, icganCritic, icganGenerator } from '@attgan/nets';
import { vaeganCritic, vaeganGenerator } from '@attgan/nets';
import { initPlayer, reweigh, update, type Game, type MethodParts, type Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import plugin from './index.ts';
import { partsFor } from './testing/parts-for.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

type Provided = (typeof plugin.provides)[number];
function provided<K extends Provided['kind']>(kind: K, name: string): Extract<Provided, { kind: K }> {
  const found = plugin.provides.find((definition) => definition.kind === kind && definition.name === name);
  return found as Extract<Provided, { kind: K }>;
}

const ITERATIONS = 12;
const networks = { size: 32, width: 1 / 32 };
function constrained(generator: MethodParts['generator'], name: string, options: object = {}): Partial<MethodParts> {
  const parts = { attributes: 3, latent: generator.latent, iterations: ITERATIONS };
  return { generator, constraint: provided('constraint', name).create(options, parts), iterations: ITERATIONS };
}
const intensive = attganGenerator.create({ ...networks, preset: 'paper-64', intensities: true }, 3);
const plain = attganGenerator.create({ ...networks, preset: 'paper-64' }, 3);
const adversarial = (name: string, options: object = {}) => provided('adversarial', name).create(options);
const games: Readonly<Record<string, () => Game<unknown>>> = {
  attgan: () => provided('method', 'attgan').create({}, partsFor()),
  constrained: () =>
    provided('method', 'attgan').create(
      { criticUpdates: 1 },
      partsFor(constrained(plain, 'latent-independence', { units: 8 })),
    ),
  intensity: () =>
    provided('method', 'attgan-intensity').create(
      { criticUpdates: 1 },
      partsFor(constrained(intensive, 'uniform-intensities')),
    ),
  fader: () => {
    const generator = faderGenerator.create(networks, 3);
    return provided('method', 'fader').create(
      {},
      partsFor(constrained(generator, 'latent-independence', { units: 8, ramp: 0.5, weight: 1e-4 })),
    );
  },
  icgan: () =>
    provided('method', 'icgan').create(
      { gameShare: 0.5 },
      partsFor({
        generator: icganGenerator.create({ ...networks, latent: 5 }, 3),
        critic: icganCritic.create(networks, 3),
        adversarial: adversarial('gan'),
        iterations: ITERATIONS,
      }),
    ),
  vaegan: () => vaegan(vaeganCritic.create(networks, 3)),
};
function vaegan(critic: MethodParts['critic']): Game<unknown> {
  return provided('method', 'vaegan').create(
    {},
    partsFor({
      generator: vaeganGenerator.create({ ...networks, latent: 5 }, 3),
      critic,
      adversarial: adversarial('gan', { saturating: true }),
      iterations: ITERATIONS,
    }),
  );
}

const batch = () => ({
  images: tf.randomUniform<tf.Rank.R4>([4, 32, 32, 3], -1, 1, 'float32', 1),
  labels: tf.tensor2d([
    [1, 0, 1],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ]),
});
const start = (game: Game<unknown>): Players =>
  Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, randomKey(1))]));
const bytes = (tree: TensorTree): string =>
  leaves<tf.Tensor>(tree)
    .map((leaf) => leaf.dataSync().join())
    .join(';');

/** Plays a phase of a stage once. */
async function play(game: Game<unknown>, players: Players, stage: number, phase: number, last = {}, iteration = 0) {
  const chosen = game.stages[stage]?.phases[phase] as (typeof game.stages)[number]['phases'][number];
  return update({ game, phase: chosen, players, batch: batch(), key: fold(randomKey(2), phase), iteration, last });
}

describe.each(Object.keys(games))('%s', (name) => {
  test('every phase changes the parameters of its players and of nobody else, and leaks nothing', async () => {
    const game = (games[name] as () => Game<unknown>)();
    let players = start(game);
    for (const [stage, { phases }] of game.stages.entries()) {
      for (const [phase, { objectives }] of phases.entries()) {
        const before = Object.fromEntries(Object.entries(players).map(([who, { params }]) => [who, bytes(params)]));
        const count = tf.memory().numTensors;
        ({ players } = await play(game, players, stage, phase, {}, 1));
        expect(tf.memory().numTensors - count, `tensors after ${stage}/${phase}`).toBe(2);
        const moving = new Set(objectives.map(({ player }) => player));
        for (const [who, { params }] of Object.entries(players)) {
          expect(bytes(params) !== before[who], `${who} in stage ${stage}, phase ${phase}`).toBe(moving.has(who));
        }
      }
    }
  });

  test('draws a picture of every face, and hands on all that its generator needs', async () => {
    const game = (games[name] as () => Game<unknown>)();
    const players = start(game);
    const { columns, rows } = await game.samples(players, batch());
    expect(columns).toEqual(['Input', 'Reconstruction', 'Bangs', 'Bald', 'Young']);
    expect(rows.map(({ shape }) => shape)).toEqual(Array.from({ length: 4 }, () => [5, 32, 32, 3]));
    const names = Object.keys(game.model(players));
    expect(names.some((tensor) => tensor.startsWith('generator/params/'))).toBe(true);
    expect(names.some((tensor) => tensor.startsWith('critic/'))).toBe(game.editing.carriesCritic);
  });
});

test('IcGAN’s encoders learn from a frozen generator: its weights and averages stay byte for byte', async () => {
  const game = (games['icgan'] as () => Game<unknown>)();
  expect(game.stages.map(({ name, iterations }) => [name, iterations])).toEqual([
    ['game', 6],
    ['encoder', 3],
    ['reader', 3],
  ]);
  let players = start(game);
  const state = (who: string): string => bytes(players[who]?.state as TensorTree);
  const [decoder, reader] = [state('decoder'), state('reader')];
  ({ players } = await play(game, players, 0, 1));
  expect(state('decoder')).not.toBe(decoder);
  const frozen = [state('decoder'), bytes(players['decoder']?.params as TensorTree)];
  ({ players } = await play(game, players, 1, 0));
  expect(state('reader')).toBe(reader);
  ({ players } = await play(game, players, 2, 0));
  expect(state('reader')).not.toBe(reader);
  expect([state('decoder'), bytes(players['decoder']?.params as TensorTree)]).toEqual(frozen);
});

test.each([
  ['neither is ahead', { costReal: 0.7, costMade: 0.7 }, ['encoder', 'decoder', 'critic', 'reader']],
  ['the critic is ahead', { costReal: 0.2, costMade: 0.7 }, ['encoder', 'decoder', 'reader']],
  ['the decoder is ahead', { costReal: 0.7, costMade: 1.2 }, ['encoder', 'critic', 'reader']],
  ['each is, by one cost', { costReal: 0.2, costMade: 1.2 }, ['encoder', 'decoder', 'critic', 'reader']],
])('VAE/GAN: where %s, the player that is ahead skips its update', async (_, last, moving) => {
  const game = (games['vaegan'] as () => Game<unknown>)();
  const players = start(game);
  const before = Object.fromEntries(Object.entries(players).map(([who, { params }]) => [who, bytes(params)]));
  const { players: after, metrics } = await play(game, players, 0, 0, last);
  const moved = Object.keys(after).filter((who) => bytes(after[who]?.params as TensorTree) !== before[who]);
  expect(moved.sort()).toEqual([...moving].sort());
  expect(metrics).toHaveProperty('costReal');
  expect(metrics).toHaveProperty('costMade');
});

test('VAE/GAN’s critic, which normalises over its batch, is given real faces in one batch with what it tells them from', async () => {
  const critic = vaeganCritic.create(networks, 3);
  const { images } = batch();
  const seen: string[] = [];
  const game = vaegan({
    ...critic,
    apply(params, faces) {
      const at = [0, 4].find((start) => tf.slice(faces, start, 4).dataSync().join() === images.dataSync().join());
      seen.push(`${faces.shape[0]} faces, the real ones from ${at}`);
      return critic.apply(params, faces);
    },
  });
  await play(game, start(game), 0, 0);
  expect(seen.sort()).toEqual(['8 faces, the real ones from 0', '8 faces, the real ones from 4']);
});

test('Fader’s weight of independence grows evenly from 0 to its end at half of the iterations', async () => {
  const game = (games['fader'] as () => Game<unknown>)();
  const totals: number[] = [];
  for (const iteration of [0, 3, 6, 11]) {
    const { metrics } = await play(game, start(game), 0, 1, {}, iteration);
    const { 'generator/total': total, 'generator/reconstruction': reconstruction } = metrics;
    totals.push(((total as number) - (reconstruction as number)) / (metrics['generator/independence'] as number));
  }
  [0, 0.5e-4, 1e-4, 1e-4].forEach((weight, index) => expect(totals[index]).toBeCloseTo(weight, 6));
});

test('a latent critic and an encoder want opposite labels read, summed over the attributes', async () => {
  const game = (games['constrained'] as () => Game<unknown>)();
  const labels = tf.tensor2d([
    [1, 0, 1],
    [1, 1, 0],
  ]);
  const [, opposing, generating] = (game.stages[0] as (typeof game.stages)[number]).phases;
  const opponent = opposing?.objectives[0]?.terms[0];
  const term = generating?.objectives[0]?.terms.find(({ name }) => name === 'independence');
  const players = start(game);
  const forward = {
    labels,
    players,
    key: randomKey(1),
    z: () => tf.randomNormal([2, ...plain.latent], 0, 1, 'float32', 1),
  };
  const cost = (value: ((f: unknown) => tf.Scalar) | undefined, given: object): number =>
    value?.(given).dataSync()[0] as number;
  const opposite = { ...forward, labels: tf.sub(1, labels) };
  expect(cost(term?.value, forward)).toBeCloseTo(cost(opponent?.value, opposite), 5);
  expect(cost(term?.value, forward)).not.toBeCloseTo(cost(opponent?.value, forward), 3);
});

test('the decoder hears intensity times sign (eq. 15)', async () => {
  const seen: number[][] = [];
  const watched: MethodParts['generator'] = {
    ...intensive,
    decode(params, state, features, code, mode) {
      seen.push([...code.dataSync()]);
      return intensive.decode(params, state, features, code, mode);
    },
  };
  const game = provided('method', 'attgan-intensity').create(
    { jointDecoding: false },
    partsFor(constrained(watched, 'uniform-intensities')),
  );
  const players = start(game);
  const { params, state } = players['generator'] as Players[string];
  const told = intensive.encode(params, state, batch().images, 'training').intensities?.dataSync() as Float32Array;
  await play(game, players, 0, 2);
  const own = batch().labels.dataSync();
  const expected = [...told].map((value, index) => value * (2 * (own[index] as number) - 1));
  expect(seen.some((code) => code.every((value, index) => Math.abs(value - (expected[index] as number)) < 1e-5))).toBe(
    true,
  );
});

test('--without classification takes the generator’s classification out, and the model still reads labels', async () => {
  const game = reweigh((games['constrained'] as () => Game<unknown>)(), { weights: {}, without: ['classification'] });
  const { metrics } = await play(game, start(game), 0, 2);
  expect(metrics).not.toHaveProperty(['generator/classification']);
  const critic = await play(game, start(game), 0, 0);
  expect(critic.metrics).toHaveProperty(['critic/classification']);
});

test.each(['wgan-gp', 'wgan', 'gan', 'lsgan', 'hinge'])('AttGAN trains with %s', async (name) => {
  const game = provided('method', 'attgan').create({}, partsFor({ adversarial: adversarial(name) }));
  let players = start(game);
  ({ players } = await play(game, players, 0, 0));
  const largest = Math.max(
    ...leaves<tf.Tensor>(players['critic']?.params as TensorTree).map(
      (leaf) => tf.max(tf.abs(leaf)).dataSync()[0] as number,
    ),
  );
  expect(largest <= Math.fround(0.01)).toBe(name === 'wgan');
});

test.each(['line', 'dragan', 'real'])('a penalty can be taken %s, in any game', async (penalty) => {
  const game = provided('method', 'attgan').create(
    {},
    partsFor({ adversarial: adversarial('hinge', { penalty, penaltyCentre: 0 }) }),
  );
  const { metrics } = await play(game, start(game), 0, 0);
  expect(metrics['critic/penalty']).toBeGreaterThan(0);
});

test('methods say which parts they cannot play with', () => {
  const create = (method: string, given: Partial<MethodParts>) => () =>
    provided('method', method).create({}, partsFor(given));
  const conditional = icganCritic.create(networks, 3);
  const prior = icganGenerator.create(networks, 3);
  expect(create('attgan', { critic: conditional })).toThrow(UsageError);
  expect(create('icgan', {})).toThrow(/--generator icgan/);
  expect(create('icgan', { generator: prior })).toThrow(/--critic icgan/);
  expect(create('vaegan', {})).toThrow(/--generator vaegan/);
});
