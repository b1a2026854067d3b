import { createHash } from 'node:crypto';
import { randomKey, uniform } from '@attgan/core';
import { createGame, createRegistries, resolveExperiment, type Loose } from '@attgan/experiment';
import { flatten } from '@attgan/kernels';
import {
  disposePlayers,
  exponential,
  initPlayer,
  treesOf,
  update,
  type Game,
  type Metrics,
  type Players,
} from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { builtIn } from 'attgan';

const registries = createRegistries(await builtIn());
const average = exponential.create({});

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

/**
 * Four iterations of every stage, each of whose phases runs once or twice.
 * @param renew makes the game anew before the third, as a training that goes on in another process does
 * @param reopen is called then, too
 * @returns the metrics of each update, a hash of all that was trained, and the number of tensors after each iteration
 */
export async function played(
  config: Loose,
  { renew = false, reopen = async () => {} }: { readonly renew?: boolean; readonly reopen?: () => Promise<void> } = {},
) {
  let game = gameOf(config);
  let players: Players = Object.fromEntries(
    game.players.map((setup) => [setup.name, initPlayer(setup, randomKey(1), average)]),
  );
  const metrics: Metrics[] = [];
  const tensors: number[] = [];
  for (const stage of game.stages.keys()) {
    for (let iteration = 0; iteration < 4; iteration++) {
      if (renew && iteration === 2) game = gameOf(config);
      if (iteration === 2) await reopen();
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
