import { disposePlayers, initPlayer, update, type Phase, type Players } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';

/** A training to be timed, one update at a time. */
export interface BenchTraining {
  /** One update: forward, backward, Adam. */
  step(player: 'critic' | 'generator'): Promise<void>;
  dispose(): void;
}

export function benchTraining({ game, key, batch: makeBatch }: BenchCase): BenchTraining {
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
