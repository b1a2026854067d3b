import { randomKey } from '@attgan/core';
import { flatten } from '@attgan/kernels';
import { disposePlayers, initPlayer, update, type Players, type Stage } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { tinyBatch, tinyGame } from './tiny-game.ts';

/** What two iterations left behind. */
export interface Played {
  /** Every loss of every update, by `1 critic/penalty`. */
  readonly losses: Readonly<Record<string, number>>;
  /** Parameters and averages, by `critic/trunk/0/kernel`. */
  readonly values: Readonly<Record<string, Float32Array>>;
}

/** Two updates of each player, from one seed. Leaves no tensors. */
export async function playTinyGame(withPenalty: boolean): Promise<Played> {
  const game = tinyGame(withPenalty);
  const batch = tinyBatch();
  const { iterations, phases } = game.stages[0] as (typeof game.stages)[number] & Stage<never>;
  const key = randomKey(1, 'tiny game');
  let players: Players = Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, key)]));
  const losses: Record<string, number> = {};
  for (let iteration = 0; iteration < iterations; iteration++) {
    for (const phase of phases) {
      const result = await update({ game, phase, players, batch, key, iteration, last: {} });
      players = result.players;
      for (const [name, value] of Object.entries(result.metrics)) losses[`${iteration + 1} ${name}`] = value;
    }
  }
  const values: Record<string, Float32Array> = {};
  for (const [name, { params, state }] of Object.entries(players)) {
    const parts = [...flatten<tf.Tensor>(params, name), ...flatten<tf.Tensor>(state, `${name}/averages`)];
    for (const [path, tensor] of parts) values[path] = (await tensor.data()) as Float32Array;
  }
  disposePlayers(players);
  tf.dispose([batch.images, batch.labels]);
  return { losses, values };
}

/** One number that depends on every one of `values` and on where each stands. */
export function fingerprint(values: readonly Float32Array[]): number {
  let sum = 0;
  let place = 0;
  for (const array of values) for (const value of array) sum += value * Math.cos(place++);
  return sum;
}
