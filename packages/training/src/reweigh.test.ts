import { UsageError } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import type { Game, Objective } from './game.ts';
import { reweigh } from './reweigh.ts';
import { toyGame } from './testing/toy-game.ts';

const term = (name: string, weight: number) => ({ name, weight, value: () => tf.scalar(0) });
const objectives: readonly Objective<tf.Tensor>[] = [
  { player: 'critic', terms: [term('adversarial', 1), term('classification', 1)] },
  { player: 'generator', terms: [term('adversarial', 1), term('classification', 10), term('reconstruction', 100)] },
];
const game: Game<tf.Tensor> = {
  ...toyGame(1),
  stages: [{ name: 'one', iterations: 1, phases: [{ name: 'both', updates: 1, objectives }] }],
};

const weightsOf = (given: Game<tf.Tensor>): Record<string, number> =>
  Object.fromEntries(
    given.stages.flatMap(({ phases }) =>
      phases.flatMap((phase) =>
        phase.objectives.flatMap(({ player, terms }) => terms.map(({ name, weight }) => [`${player}/${name}`, weight])),
      ),
    ),
  );

test('weights are overridden by name, or by player and name', () => {
  const changed = weightsOf(reweigh(game, { weights: { reconstruction: 7, 'critic/classification': 2 } }));
  expect(changed).toEqual({ ...weightsOf(game), 'generator/reconstruction': 7, 'critic/classification': 2 });
});

test('a term that is left out is gone: that of the player who moves last where several have one of that name', () => {
  const left = weightsOf(reweigh(game, { weights: {}, without: ['classification'] }));
  expect(Object.keys(left)).toEqual([
    'critic/adversarial',
    'critic/classification',
    'generator/adversarial',
    'generator/reconstruction',
  ]);
  expect(weightsOf(reweigh(game, { weights: {}, without: ['critic/classification'] }))).not.toHaveProperty([
    'critic/classification',
  ]);
});

test('a player without terms no longer updates', () => {
  const without = ['critic/adversarial', 'critic/classification'];
  const [stage] = reweigh(game, { weights: {}, without }).stages;
  expect(stage?.phases[0]?.objectives.map(({ player }) => player)).toEqual(['generator']);
});

test('unknown and ambiguous names are usage errors that list what there is', () => {
  expect(() => reweigh(game, { weights: { recon: 1 } })).toThrow(UsageError);
  expect(() => reweigh(game, { weights: { recon: 1 } })).toThrow(
    /weights\.recon: no term has that name\. Known: critic/,
  );
  expect(() => reweigh(game, { weights: { classification: 1 } })).toThrow(
    /may be critic\/classification or generator\/classification/,
  );
  expect(() => reweigh(game, { weights: {}, without: ['doubt'] })).toThrow(/without doubt: no term/);
});
