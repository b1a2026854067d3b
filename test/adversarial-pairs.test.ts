import { fold, randomKey, type Backend, type Definition } from '@attgan/core';
import plugin, { l1, none, wganGp } from '@attgan/methods';
import { attganCritic, attganGenerator } from '@attgan/nets';
import { icganCritic, icganGenerator, vaeganCritic, vaeganGenerator } from '@attgan/nets';
import {
  adam,
  constant,
  disposePlayers,
  initPlayer,
  update,
  type Game,
  type MethodParts,
  unaugmented,
} from '@attgan/training';
import type { Phase, Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { backendHere } from './backend-here.ts';

let backend: Backend;
beforeAll(async () => {
  backend = await (await backendHere()).open({});
});
afterAll(() => backend.close());

const UPDATES = 20;
const networks = { size: 32, width: 1 / 32 };
/** The networks that each method can play with. */
function networksFor(method: string): Pick<MethodParts, 'generator' | 'critic'> {
  if (method === 'icgan') {
    return { generator: icganGenerator.create({ ...networks, latent: 5 }, 3), critic: icganCritic.create(networks, 3) };
  }
  if (method === 'vaegan') {
    return {
      generator: vaeganGenerator.create({ ...networks, latent: 5 }, 3),
      critic: vaeganCritic.create(networks, 3),
    };
  }
  const preset = 'paper-64';
  const intensities = method === 'attgan-intensity';
  return {
    generator: attganGenerator.create({ ...networks, preset, intensities }, 3),
    critic: attganCritic.create({ ...networks, preset }, 3),
  };
}

const named = <K extends Definition['kind']>(kind: K) =>
  plugin.provides.filter((definition): definition is Extract<Definition, { kind: K }> => definition.kind === kind);
const judging = named('method').filter(({ uses }) => uses.includes('adversarial'));
const pairs = judging.flatMap((method) => named('adversarial').map((adversarial) => [method.name, adversarial.name]));

/**
 * The critic's total loss in so many updates of it alone, with batch and draws that stay. Without that before the first
 * step, which clipping moves to other networks.
 */
async function criticLosses(game: Game<unknown>, updates: number): Promise<number[]> {
  const batch = {
    images: tf.randomUniform<tf.Rank.R4>([4, 32, 32, 3], -1, 1, 'float32', 1),
    labels: tf.tensor2d([1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 0, 0], [4, 3]),
  };
  let players: Players = Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, randomKey(1))]));
  const { phases } = game.stages[0] as Game<unknown>['stages'][number];
  const phase = phases.find(({ objectives }) => objectives.some(({ player }) => player === 'critic')) as Phase<unknown>;
  const alone = { ...phase, objectives: phase.objectives.filter(({ player }) => player === 'critic') };
  const losses: number[] = [];
  for (let iteration = 0; iteration <= updates; iteration++) {
    const key = fold(randomKey(2), 'draws');
    const result = await update({ game, phase: alone, players, batch, key, iteration, last: {} });
    players = result.players;
    losses.push(result.metrics['critic/total'] as number);
  }
  disposePlayers(players);
  tf.dispose([batch.images, batch.labels]);
  return losses.slice(1);
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('every method whose critic judges is among the pairs; Fader’s judges nothing', () => {
  expect(judging.map(({ name }) => name).sort()).toEqual(['attgan', 'attgan-intensity', 'icgan', 'vaegan']);
  expect(named('method').filter(({ uses }) => !uses.includes('adversarial'))).toHaveLength(1);
  expect(pairs).toHaveLength(20);
});

/** Parts for so many updates; `given` replaces any of them. */
function partsFor(method: string, given: Partial<MethodParts> = {}): MethodParts {
  return {
    ...networksFor(method),
    attributes: ['Bangs', 'Bald', 'Young'],
    exclusive: [],
    adversarial: wganGp.create({}),
    reconstruction: l1.create({}),
    constraint: none.create({}, { attributes: 3, latent: [1, 1, 5], iterations: UPDATES }),
    optimizer: adam.create({ learningRate: 2e-4 }),
    schedule: constant.create({}),
    augmentation: unaugmented,
    iterations: UPDATES,
    ...given,
  };
}

test.each(pairs)('%s with %s: the critic’s loss stays finite and falls', async (methodName, adversarialName) => {
  const method = judging.find(({ name }) => name === methodName) as (typeof judging)[number];
  const definition = named('adversarial').find(({ name }) => name === adversarialName);
  // The published bound leaves networks this narrow nothing to say.
  const adversarial = definition?.create(adversarialName === 'wgan' ? { clip: 0.1 } : {}) as MethodParts['adversarial'];
  const losses = await criticLosses(method.create({}, partsFor(method.name, { adversarial })), UPDATES);
  expect(losses.every(Number.isFinite), losses.join(' ')).toBe(true);
  expect(mean(losses.slice(-5)), losses.join(' ')).toBeLessThan(mean(losses.slice(0, 5)));
});

test.each(judging.map(({ name }) => [name]))('%s shows its critic nothing that is not augmented', async (name) => {
  const method = judging.find((each) => each.name === name) as (typeof judging)[number];
  const seen: (readonly number[])[] = [];
  const networks = networksFor(name as string);
  // Grey is what only the augmentation makes of a face.
  const critic: MethodParts['critic'] = {
    ...networks.critic,
    apply(params, faces, code) {
      seen.push([...tf.tidy(() => tf.max(tf.abs(faces))).dataSync()]);
      return networks.critic.apply(params, faces, code);
    },
  };
  const augmentation = { ...unaugmented, critic: (images: tf.Tensor4D) => tf.mul<tf.Tensor4D>(images, 0) };
  const adversarial = wganGp.create({ penalty: 'real' });
  await criticLosses(
    method.create({}, partsFor(name as string, { ...networks, critic, augmentation, adversarial })),
    1,
  );
  expect(seen.length).toBeGreaterThan(1);
  expect(seen.flat().every((largest) => largest === 0)).toBe(true);
});
