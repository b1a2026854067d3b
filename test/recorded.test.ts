import { createHash } from 'node:crypto';
import { tensorflowBackend } from '@attgan/backend-tensorflow';
import { randomKey, uniform } from '@attgan/core';
import { createGame, createRegistries, resolveExperiment, type Loose } from '@attgan/experiment';
import { flatten } from '@attgan/kernels';
import { disposePlayers, exponential, initPlayer, treesOf, update, type Game, type Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { builtIn } from 'attgan';

const registries = createRegistries(await builtIn());
const notices: string[] = [];

async function open(graph: 'auto' | 'off'): Promise<void> {
  const backend = await tensorflowBackend.open({ threads: 2, graph });
  backend.reportTo?.((line) => notices.push(line));
}

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: () => undefined });
}, 300_000);

const SMALL = { size: 32, width: 1 / 32 };
const attgan = { generator: { preset: 'paper-64', ...SMALL }, critic: { preset: 'paper-64', ...SMALL } };
const average = exponential.create({});

/** Each is played for a few iterations of every stage. */
const experiments: Readonly<Record<string, Loose>> = {
  attgan,
  'attgan, all that is random': {
    ...attgan,
    method: { name: 'attgan', criticNoise: 0.1, flipShare: 0.5, criticDoubt: 0.1, jointDecoding: false },
    adversarial: { name: 'hinge', penalty: 'dragan' },
    augmentation: [{ name: 'translation' }, { name: 'cutout' }],
    optimizer: { name: 'adamw' },
    schedule: { name: 'cosine' },
  },
  'attgan, clipped, by rmsprop': {
    ...attgan,
    adversarial: { name: 'wgan' },
    optimizer: { name: 'rmsprop', learningRate: 1e-3 },
    schedule: { name: 'linear' },
  },
  'attgan, by sgd': { ...attgan, adversarial: { name: 'lsgan' }, optimizer: { name: 'sgd', learningRate: 1e-4 } },
  'attgan-intensity': { method: 'attgan-intensity', ...attgan },
  fader: { method: 'fader', generator: SMALL, critic: { preset: 'paper-64', ...SMALL } },
  icgan: { method: 'icgan', generator: { ...SMALL, latent: 5 }, critic: SMALL },
  vaegan: { method: 'vaegan', generator: SMALL, critic: SMALL },
};

function gameOf(config: Loose): Game<unknown> {
  const data = { attributes: ['Bangs', 'Bald', 'Young'], exclusive: [['Bangs', 'Bald']] };
  return createGame(resolveExperiment([{ ...config, train: { iterations: 12 } }], registries), registries, data);
}

function batchAt(number: number) {
  return {
    images: tf.tensor4d(uniform(randomKey(3, number), 6 * 32 * 32 * 3, -1, 1), [6, 32, 32, 3]),
    labels: tf.tensor2d(uniform(randomKey(4, number), 6 * 3).map(Math.round), [6, 3]),
  };
}

/** Four iterations of every stage, each of whose phases runs once or twice; `renew` makes the game anew before the third. */
async function played(config: Loose, { renew = false } = {}) {
  let game = gameOf(config);
  let players: Players = Object.fromEntries(
    game.players.map((setup) => [setup.name, initPlayer(setup, randomKey(1), average)]),
  );
  const metrics: unknown[] = [];
  const tensors: number[] = [];
  for (const stage of game.stages.keys()) {
    for (let iteration = 0; iteration < 4; iteration++) {
      if (renew && iteration === 2) game = gameOf(config);
      for (const phase of game.stages[stage]?.phases ?? []) {
        for (let again = 0; again < Math.min(phase.updates, 2); again++) {
          const batch = batchAt(metrics.length);
          const key = randomKey(2, metrics.length);
          const result = await update({ game, phase, players, batch, key, iteration, last: {}, average });
          ({ players } = result);
          metrics.push(result.metrics);
          tf.dispose([batch.images, batch.labels]);
        }
      }
      tensors.push(tf.memory().numTensors);
    }
  }
  const hash = createHash('sha256');
  for (const player of Object.values(players)) {
    for (const [name, tensor] of flatten<tf.Tensor>(treesOf(player))) hash.update(name).update(tensor.dataSync());
  }
  disposePlayers(players);
  return { metrics, values: hash.digest('hex'), tensors };
}

describe.each(Object.keys(experiments))('%s', (name) => {
  const config = experiments[name] as Loose;

  test('recorded, it is trained as without recording, to the bit, and keeps no more tensors', async () => {
    await open('off');
    const expected = await played(config);
    await open('auto');
    notices.length = 0;
    expect(await played(config)).toEqual(expected);
    expect(notices).toEqual([]);
  });
});

test('where a training goes on after it was interrupted, it is recorded anew, and equal to the bit', async () => {
  await open('auto');
  const config = experiments['attgan, all that is random'] as Loose;
  expect(await played(config, { renew: true })).toEqual(await played(config));
});
