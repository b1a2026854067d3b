import { InterruptedError } from '@attgan/core';
import { readBatches } from './batches.ts';
import { iterationsOf } from './iterations-of.ts';
import { playIteration } from './play-iteration.ts';
import { disposePlayers } from './player.ts';
import { START } from './progress.ts';
import { shareHere } from './share-here.ts';
import { shareStart } from './share-start.ts';
import { firstPlayers } from './start-training.ts';
import { stopWish } from './stop-wish.ts';
import type { TrainRequest } from './train-request.ts';

/**
 * Plays the game that process 0 plays, with another share of each batch, from where that one starts. Writes nothing: what all
 * processes train is in the run folder of process 0.
 * @throws InterruptedError when one of the processes stopped on request
 */
export async function followGame<F>(request: TrainRequest<F>): Promise<{ readonly iteration: number }> {
  const { game, dataset, options } = request;
  const wished = stopWish(request);
  let { progress, players } = await shareStart({ progress: START, players: firstPlayers(request) });
  const iterations = iterationsOf(game);
  const batches = readBatches(dataset, options, progress.updates, shareHere());
  try {
    while (progress.iteration < iterations) {
      const keep = (newest: typeof players): void => void (players = newest);
      const played = await playIteration(request, batches, { progress, players }, keep, wished);
      players = played.players;
      // Nobody reads the sums here.
      progress = { ...played.progress, sums: {} };
      if (played.stopping && progress.iteration < iterations) {
        throw new InterruptedError(`Stopped after iteration ${progress.iteration}, as all processes did.`);
      }
    }
    return { iteration: progress.iteration };
  } finally {
    await batches.return(undefined as never);
    disposePlayers(players);
  }
}
