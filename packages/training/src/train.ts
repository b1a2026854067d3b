import { communicator } from '@attgan/kernels';
import { followGame } from './follow-game.ts';
import { playGame } from './play-game.ts';
import { lockRun } from './run-lock.ts';
import { shareStart } from './share-start.ts';
import { startTraining } from './start-training.ts';
import type { TrainRequest } from './train-request.ts';

/**
 * Trains a game and writes the run folder: `experiment.json`, `history.jsonl`, `metrics.jsonl`, TensorBoard events, `samples/`,
 * `checkpoints/` and `model/`. Where several processes train, process 0 writes it, and the others neither read nor write it; all are
 * given the same request but for the folder. A resumed run equals an uninterrupted one bit for bit on the same backend and threads.
 * @throws AttganError when another training runs in the folder, or it holds results that this one would write over
 * @throws UsageError when the run already has more iterations than requested
 * @throws InterruptedError after saving, when `signal` is aborted or the minutes are over
 * @throws NonFiniteError when a term is not finite; the last checkpoint stays as it is
 */
export async function train<F>(request: TrainRequest<F>): Promise<{ readonly iteration: number }> {
  const { task, size } = communicator();
  if (task > 0) return followGame(request);
  const lock = await lockRun(request.folder);
  try {
    const start = await startTraining(request);
    if (size > 1) await shareStart(start);
    return await playGame(request, start, lock.lost);
  } finally {
    await lock.release();
  }
}
