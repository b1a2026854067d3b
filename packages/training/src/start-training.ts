import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, randomKey, UsageError } from '@attgan/core';
import { fileError, hasCode } from '@attgan/formats';
import { checkpointNames, checkpointsOf, readCheckpoint, type Checkpoint } from './checkpoint.ts';
import { iterationsOf } from './iterations-of.ts';
import { disposePlayers, initPlayer } from './player.ts';
import { START } from './progress.ts';
import { startFrom } from './start-from.ts';
import type { TrainRequest } from './train-request.ts';
import type { Players } from './update.ts';

/** What a training leaves in its folder that another one would write over. */
const RESULTS = ['model', 'metrics.jsonl', 'samples', 'model.json'];

/** Where a training starts. */
export interface Start extends Checkpoint {
  /** Whether it starts from the beginning, with nothing saved yet. */
  readonly fresh: boolean;
  /** What the history says of a model that it starts from. */
  readonly note?: string;
}

/**
 * Where the training starts: at its newest checkpoint if it is resumed, else with the weights of a model or players drawn by the seed.
 * @throws AttganError when the folder holds a run and `resume` is not set, or a run without a checkpoint that can be read
 * @throws UsageError when that run has more iterations than requested
 */
export async function startTraining<F>(request: TrainRequest<F>): Promise<Start> {
  const { game, resume, report, folder } = request;
  const checkpoints = checkpointsOf(folder);
  const saved = (await checkpointNames(checkpoints)).length > 0;
  if (!resume || !saved) await refuseResults(folder, resume, saved);
  const fresh = firstPlayers(request);
  const checkpoint = saved ? await readCheckpoint(checkpoints, fresh, report) : undefined;
  if (checkpoint === undefined) return begun(request, fresh);
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
  return { ...checkpoint, fresh: false };
}

async function begun<F>({ game, from, report }: TrainRequest<F>, fresh: Players): Promise<Start> {
  if (from === undefined) return { progress: START, players: fresh, fresh: true };
  try {
    const model = await from();
    return { progress: START, players: startFrom(game, fresh, model, report), fresh: true, note: model.note };
  } catch (error) {
    disposePlayers(fresh);
    throw error;
  }
}

/** The players before their first step, drawn by the seed. */
export function firstPlayers<F>({ game, options, average }: TrainRequest<F>): Players {
  const key = randomKey(options.seed, 'first weights');
  return Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, key, average)]));
}

/** A training from the beginning would write over what another one left. */
async function refuseResults(folder: string, resume: boolean, saved: boolean): Promise<void> {
  const names = await namesIn(folder);
  const found = RESULTS.filter((name) => names.includes(name));
  if (resume && found.length > 0) {
    throw new AttganError(
      `${folder} has ${found.join(', ')} of a training, but no checkpoint to resume from. Restore ` +
        `${checkpointsOf(folder)}, or train in another --run folder.`,
    );
  }
  if (saved) {
    throw new AttganError(`${folder} already holds a run. Continue it with --resume, or choose another --run folder.`);
  }
  if (found.length > 0) {
    throw new AttganError(`${folder} already has ${found.join(', ')} of a training. Choose another --run folder.`);
  }
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    if (hasCode(error, 'ENOENT')) return [];
    throw fileError('read', folder, error);
  }
}
