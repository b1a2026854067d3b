import { flipLabel, randomKey, UsageError } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import { initPlayer, reweigh, update, type Game, type Phase, type Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { attgan, l1, l2, randomDraws } from './index.ts';
import type { AttganForward } from './attgan/attgan-forward.ts';
import { diagnoseEdits } from './shared/diagnose-edits.ts';
import { withNoise } from './shared/instance-noise.ts';
import { partsFor } from './testing/parts-for.ts';

beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
});

function game(weights: Record<string, number> = {}, reconstruction = l1, chosen: object = {}): Game<unknown> {
  const parts = partsFor({ reconstruction: reconstruction.create({}) });
  return reweigh(attgan.create({ criticUpdates: 2, ...chosen }, parts), { weights });
}

const batch = (): { images: tf.Tensor4D; labels: tf.Tensor2D } => ({
  images: tf.randomUniform<tf.Rank.R4>([3, 32, 32, 3], -1, 1, 'float32', 1),
  labels: tf.tensor2d([
    [1, 0, 1],
    [0, 1, 0],
    [0, 0, 1],
  ]),
});

test('an update trains the player of its phase and no other; the generator’s averages move in both', async () => {
  const attganGame = game();
  const [critic, generator] = (attganGame.stages[0] as { phases: readonly Phase<unknown>[] }).phases as [
    Phase<unknown>,
    Phase<unknown>,
  ];
  expect([critic.updates, generator.updates]).toEqual([2, 1]);
  const start: Players = Object.fromEntries(
    attganGame.players.map((setup) => [setup.name, initPlayer(setup, randomKey(1))]),
  );
  const request = { game: attganGame, batch: batch(), key: randomKey(2), iteration: 0, last: {} };
  const first = await update({ ...request, players: start, phase: critic });
  expect(first.players['generator']?.params).toBe(start['generator']?.params);
  expect(first.players['critic']?.params).not.toBe(start['critic']?.params);
  expect(first.players['generator']?.state).not.toBe(start['generator']?.state);
  const second = await update({ ...request, players: first.players, phase: generator });
  expect(second.players['critic']?.params).toBe(first.players['critic']?.params);
  expect(Object.keys({ ...first.metrics, ...second.metrics }).sort()).toEqual([
    'accuracyEdited',
    'accuracyReal',
    'critic/adversarial',
    'critic/classification',
    'critic/penalty',
    'critic/total',
    'generator/adversarial',
    'generator/classification',
    'generator/reconstruction',
    'generator/total',
  ]);
});

test('what a reconstruction costs is what was chosen: l2 squares the differences of l1', () => {
  const cost = (reconstruction: typeof l1): number => {
    const { stages } = game({}, reconstruction);
    const [, { objectives }] = (stages[0] as { phases: readonly Phase<unknown>[] }).phases as [unknown, Phase<unknown>];
    const term = objectives[0]?.terms.find(({ name }) => name === 'reconstruction');
    const faces = { real: tf.zeros([1, 4, 4, 3]), reconstruction: () => tf.fill([1, 4, 4, 3], 0.5) };
    return term?.value(faces).dataSync()[0] as number;
  };
  expect([cost(l1), cost(l2)]).toEqual([0.5, 0.25]);
});

test('with criticDoubt the classifier learns the original labels of edited faces; by default it does not', () => {
  const doubtOf = (made: Game<unknown>) => {
    const [{ objectives }] = (made.stages[0] as { phases: readonly Phase<unknown>[] }).phases as [Phase<unknown>];
    return objectives[0]?.terms.find(({ name }) => name === 'doubt');
  };
  expect(doubtOf(game())).toBeUndefined();
  const doubt = doubtOf(game({}, l1, { criticDoubt: 0.5 }));
  expect(doubt?.weight).toBe(0.5);
  const judged = (logits: number[]) => ({
    labels: tf.tensor2d([[1, 0]]),
    judgeEdit: () => ({ attributes: tf.tensor2d([logits]) }),
  });
  expect(doubt?.value(judged([20, -20])).dataSync()[0]).toBeCloseTo(0);
  expect(doubt?.value(judged([-20, 20])).dataSync()[0]).toBeCloseTo(20);
});

test('doubtWeights weigh what is doubted by attribute', () => {
  const doubted = (doubtWeights: object): number => {
    const { stages } = game({}, l1, { criticDoubt: 1, doubtWeights });
    const [{ objectives }] = (stages[0] as { phases: readonly Phase<unknown>[] }).phases as [Phase<unknown>];
    const term = objectives[0]?.terms.find(({ name }) => name === 'doubt');
    const labels = tf.tensor2d([[1, 0, 0]]);
    const judged = { labels, judgeEdit: () => ({ attributes: tf.tensor2d([[-30, 60, -90]]) }) };
    return term?.value(judged).dataSync()[0] as number;
  };
  expect(doubted({})).toBeCloseTo((30 + 60) / 3);
  expect(doubted({ Bald: 0.25 })).toBeCloseTo((30 + 0.25 * 60) / 3);
  expect(() => doubted({ Hat: 1 })).toThrow(
    new UsageError('method.doubtWeights: the data has no attribute Hat. It has: Bangs, Bald, Young.'),
  );
});

test('restraint is the mean absolute difference of edit and face; by default there is none', () => {
  const restraintOf = (made: Game<unknown>) => {
    const [, { objectives }] = (made.stages[0] as { phases: readonly Phase<unknown>[] }).phases as [
      unknown,
      Phase<unknown>,
    ];
    return objectives[0]?.terms.find(({ name }) => name === 'restraint');
  };
  expect(restraintOf(game())).toBeUndefined();
  const restraint = restraintOf(game({}, l1, { restraint: 5 }));
  expect(restraint?.weight).toBe(5);
  const faces = { real: tf.zeros([1, 2, 2, 3]), edit: () => tf.fill([1, 2, 2, 3], -0.25) };
  expect(restraint?.value(faces).dataSync()[0]).toBe(0.25);
});

test('detail gives edits back its share of what their reconstructions lose, in training and on the card', () => {
  const forwardOf = (made: Game<unknown>): AttganForward => {
    const players = Object.fromEntries(made.players.map((setup) => [setup.name, initPlayer(setup, randomKey(1))]));
    const context = { batch: batch(), players, key: randomKey(2), iteration: 0, last: {}, updates: () => true };
    return made.forward(context) as AttganForward;
  };
  const [plain, detailed] = [game(), game({}, l1, { detail: 0.75 })];
  expect([plain.editing.detail, detailed.editing.detail]).toEqual([0, 0.75]);
  const bare = forwardOf(plain);
  const lost = tf.sub(bare.real, bare.reconstruction());
  const wanted = tf.clipByValue(tf.add(bare.edit(), tf.mul(lost, 0.75)), -1, 1);
  const made = forwardOf(detailed);
  expect(tf.max(tf.abs(tf.sub(made.edit(), wanted))).dataSync()[0]).toBeLessThan(1e-6);
  expect(tf.max(tf.abs(tf.sub(made.edit(), bare.edit()))).dataSync()[0]).toBeGreaterThan(0.1);
  expect(made.reconstruction().dataSync()).toEqual(bare.reconstruction().dataSync());
});

test('weights are the published 100, 10 and 1 unless overridden by name', () => {
  const weightsOf = (made: Game<unknown>): Record<string, number> =>
    Object.fromEntries(
      (made.stages[0] as { phases: readonly Phase<unknown>[] }).phases.flatMap(({ objectives }) =>
        objectives.flatMap(({ player, terms }) => terms.map(({ name, weight }) => [`${player}/${name}`, weight])),
      ),
    );
  expect(weightsOf(game())).toEqual({
    'critic/adversarial': 1,
    'critic/classification': 1,
    'critic/penalty': 10,
    'generator/adversarial': 1,
    'generator/classification': 10,
    'generator/reconstruction': 100,
  });
  expect(weightsOf(game({ reconstruction: 7 }))['generator/reconstruction']).toBe(7);
  expect(() => game({ recon: 7 })).toThrow(UsageError);
  expect(() => game({ classification: 7 })).toThrow(/critic\/classification or generator\/classification/);
});

test('flipping on switches the rivals of an exclusive group off', () => {
  const [attributes, exclusive] = [['Bangs', 'Bald', 'Young'], [['Bangs', 'Bald']]];
  expect(flipLabel([1, 0, 1], 1, attributes, exclusive)).toEqual([0, 1, 1]);
  expect(flipLabel([1, 0, 1], 0, attributes, exclusive)).toEqual([0, 0, 1]);
});

test('a classifier that cannot read real images, and edits that do not follow, are told apart', () => {
  expect(diagnoseEdits({ accuracyReal: 0.5, accuracyEdited: 0.5 }, 2000)).toMatch(/labels belong/);
  expect(diagnoseEdits({ accuracyReal: 0.9, accuracyEdited: 0.5 }, 2000)).toMatch(/hardly change/);
  expect(diagnoseEdits({ accuracyReal: 0.9, accuracyEdited: 0.5 }, 10)).toBeUndefined();
  expect(diagnoseEdits({ accuracyReal: 0.9, accuracyEdited: 0.9 }, 2000)).toBeUndefined();
});

test('noise on the critic’s inputs has the requested standard deviation, follows its key and is none at 0', () => {
  const images = tf.zeros<tf.Rank.R4>([8, 32, 32, 3]);
  const values = (key: number): Float32Array => withNoise(images, 0.15, randomKey(key)).dataSync<'float32'>();
  const { mean, variance } = tf.moments(values(1));
  expect(mean.dataSync()[0]).toBeCloseTo(0, 2);
  expect(Math.sqrt(variance.dataSync()[0] as number)).toBeCloseTo(0.15, 2);
  expect(values(1)).toEqual(values(1));
  expect(values(1)).not.toEqual(values(2));
  expect(withNoise(images, 0, randomKey(1))).toBe(images);
});

test('targets are other faces’ labels, or for the share asked their own with one attribute flipped', () => {
  const [attributes, exclusive] = [['Bangs', 'Bald', 'Young'], [['Bangs', 'Bald']]];
  const own = [
    [1, 0, 1],
    [0, 1, 0],
    [0, 0, 1],
    [1, 0, 0],
  ];
  const target = (flipShare: number, seed: number): number[][] =>
    randomDraws({ flipShare, attributes, exclusive }).target(tf.tensor2d(own), randomKey(seed)).arraySync();
  const sorted = (rows: number[][]): string[] => rows.map(String).sort();
  expect(sorted(target(0, 1))).toEqual(sorted(own));
  const seen = new Set<string>();
  for (let seed = 0; seed < 30; seed++) {
    target(1, seed).forEach((row, face) => {
      const possible = attributes.map((_, index) =>
        String(flipLabel(own[face] as number[], index, attributes, exclusive)),
      );
      expect(possible).toContain(String(row));
      seen.add(`${face}: ${row.join(' ')}`);
    });
  }
  expect(seen.size).toBe(12);
  expect(target(0.5, 3)).toEqual(target(0.5, 3));
});

test('attributes are flipped as often as their weights say', () => {
  const [attributes, count] = [['Bangs', 'Bald', 'Young'], 4000];
  const flips = (flipWeights: Record<string, number>): number[] => {
    const draws = randomDraws({ flipShare: 1, flipWeights, attributes, exclusive: [] });
    return tf.tidy(() => Array.from(tf.mean(draws.target(tf.zeros([count, 3]), randomKey(5)), 0).dataSync()));
  };
  // Weights of 1, 3 and 0: a quarter, three quarters, and never.
  const [bangs, bald, young] = flips({ Bald: 3, Young: 0 }) as [number, number, number];
  expect(bangs).toBeCloseTo(0.25, 1);
  expect(bald).toBeCloseTo(0.75, 1);
  expect(young).toBe(0);
  expect(flips({})).toEqual(flips({ Bangs: 2, Bald: 2, Young: 2 }));
  expect(() => flips({ bald: 3 })).toThrow('the data has no attribute bald. It has: Bangs, Bald, Young.');
  expect(() => flips({ Bangs: 0, Bald: 0, Young: 0 })).toThrow('at least one attribute must have a weight above 0');
});
