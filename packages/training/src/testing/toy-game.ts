import { uniform, type Dataset } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Game, PlayerValues } from '../game.ts';
import { adam } from '../optimizers/adam.ts';

function colourOf(players: Readonly<Record<string, PlayerValues>>): tf.Tensor {
  return ((players['painter'] as PlayerValues).params as { colour: tf.Tensor }).colour;
}

/** One player that learns a constant image; small enough for tests on any backend. */
export function toyGame(
  iterations: number,
  loss = (error: tf.Tensor): tf.Scalar => tf.mean(tf.square(error)),
): Game<tf.Tensor> {
  const optimizer = adam.create({ learningRate: 0.05 });
  return {
    players: [
      {
        name: 'painter',
        optimizer,
        init: (key) => ({ params: { colour: tf.tensor1d(uniform(key, 3)) }, state: { seen: tf.zeros([3]) } }),
      },
    ],
    stages: [
      {
        name: 'toy',
        iterations,
        phases: [
          {
            name: 'paint',
            updates: 2,
            objectives: [{ player: 'painter', terms: [{ name: 'error', weight: 1, value: (error) => loss(error) }] }],
          },
        ],
      },
    ],
    forward: ({ batch, players }) => tf.sub(batch.images, colourOf(players)),
    advance: (error) => ({ painter: { seen: tf.mean(error, [0, 1, 2]) } }),
    measures: { paint: { largest: (error) => tf.max(tf.abs(error)) as tf.Scalar } },
    editing: { scale: 1, strength: 1, carriesCritic: false },
    samples: (_, batch) => ({ columns: ['Input'], rows: [tf.clone(batch.images)] }),
    model: (players) => ({ colour: colourOf(players) }),
  };
}

/** Ten images of one grey each. */
export const toyDataset: Dataset = {
  attributes: ['Bright'],
  exclusive: [],
  size: 4,
  counts: { train: 10, validation: 2, test: 0 },
  description: 'ten grey images',
  load: async (_, indices) => ({
    count: indices.length,
    size: 4,
    pixels: Uint8Array.from({ length: indices.length * 48 }, (_, at) => 20 * (indices[Math.floor(at / 48)] as number)),
    labels: Uint8Array.from(indices, (index) => (index > 4 ? 1 : 0)),
  }),
  labels: async (_, indices) => Uint8Array.from(indices, (index) => (index > 4 ? 1 : 0)),
  names: async (_, indices) => indices.map(String),
  close: async () => undefined,
};
