import { join } from 'node:path';
import { AttganError, randomKey, UsageError } from '@attgan/core';
import { checkpointNames, readCheckpoint, type Checkpoint } from './checkpoint.ts';
import { iterationsOf } from './iterations-of.ts';
import { disposePlayers, initPlayer } from './player.ts';
import { START } from './progress.ts';
import type { TrainRequest } from './train-request.ts';

/**
 * Where the training starts: at its newest checkpoint if it is resumed, else with players drawn by the seed.
 * @throws AttganError when the folder already holds a run and `resume` is not set
 * @throws UsageError when that run has more iterations than requested
 */
export async function startTraining<F>(request: TrainRequest<F>, checkpoints: string): Promise<Checkpoint> {
  const { game, options, resume, report, folder, average } = request;
  if (!resume && (await checkpointNames(checkpoints)).length > 0) {
    throw new AttganError(`${folder} already holds a run. Continue it with --resume, or choose another --run folder.`);
  }
  const key = randomKey(options.seed, 'first weights');
  const fresh = Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, key, average)]));
  const checkpoint = resume ? await readCheckpoint(checkpoints, fresh, report) : undefined;
  if (checkpoint === undefined) return { progress: START, players: fresh };
  const { iteration } = checkpoint.progress;
  const iterations = iterationsOf(game);
  if (iteration > iterations) {
    disposePlayers(checkpoint.players);
    throw new UsageError(
      `The run in ${folder} already has ${iteration} iterations, more than ${iterations}: there is nothing to do. ` +
        `Its model is in ${join(folder, 'model')}; to continue training, set more --iterations.`,
    );
  }
  report(`Resuming after iteration ${iteration}.`);
  return checkpoint;
}
