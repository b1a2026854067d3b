import { attgan, l1, none, wganGp } from '@attgan/methods';
import {
  adam,
  constant,
  disposePlayers,
  initPlayer,
  update,
  type Phase,
  type Players,
  unaugmented,
} from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';

/** A training to be timed, one update at a time. */
export interface BenchTraining {
  /** One update: forward, backward, Adam. */
  step(player: 'critic' | 'generator'): Promise<void>;
  dispose(): void;
}

export function benchTraining({ generator, critic, key, batch: makeBatch }: BenchCase): BenchTraining {
  const game = attgan.create(
    // As the published programs do, so that figures can be compared with theirs.
    { jointDecoding: false },
    {
      attributes: Array.from({ length: generator.attributes }, (_, index) => `attribute ${index}`),
      exclusive: [],
      generator,
      critic,
      adversarial: wganGp.create({}),
      reconstruction: l1.create({}),
      constraint: none.create({}, { attributes: generator.attributes, latent: generator.latent, iterations: 1 }),
      optimizer: adam.create({}),
      schedule: constant.create({}),
      augmentation: unaugmented,
      iterations: 1,
    },
  );
  const batch = makeBatch();
  let players: Players = Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, key)]));
  const [stage] = game.stages as [(typeof game.stages)[number]];
  const [critical, generative] = stage.phases as [Phase<unknown>, Phase<unknown>];
  return {
    async step(player) {
      const phase = player === 'critic' ? critical : generative;
      ({ players } = await update({ game, phase, players, batch, key, iteration: 0, last: {} }));
    },
    dispose() {
      disposePlayers(players);
      tf.dispose([batch.images, batch.labels]);
    },
  };
}
