import { playGame } from './play-game.ts';
import { lockRun } from './run-lock.ts';
import { startTraining } from './start-training.ts';
import type { TrainRequest } from './train-request.ts';

/**
 * Trains a game and writes the run folder: `experiment.json`, `history.jsonl`, `metrics.jsonl`, TensorBoard events, `samples/`,
 * `checkpoints/` and `model/`. A resumed run equals an uninterrupted one bit for bit on the same backend and threads.
 * @throws AttganError when another training runs in the folder, or it holds results that this one would write over
 * @throws UsageError when the run already has more iterations than requested
 * @throws InterruptedError after saving, when `signal` is aborted or the minutes are over
 * @throws NonFiniteError when a term is not finite; the last checkpoint stays as it is
 */
export async function train<F>(request: TrainRequest<F>): Promise<{ readonly iteration: number }> {
  const lock = await lockRun(request.folder);
  try {
    return await playGame(request, await startTraining(request), lock.lost);
  } finally {
    await lock.release();
  }
}
