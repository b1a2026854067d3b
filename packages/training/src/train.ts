import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { InterruptedError } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import { readBatches } from './batches.ts';
import { checkHealth } from './health.ts';
import { iterationsOf } from './iterations-of.ts';
import { playIteration } from './play-iteration.ts';
import { disposePlayers } from './player.ts';
import { meanMetrics } from './progress.ts';
import { openRunLog } from './run-log.ts';
import { saveIteration } from './save-iteration.ts';
import { startTraining } from './start-training.ts';
import type { TrainRequest } from './train-request.ts';
import { withRemedy } from './with-remedy.ts';

/**
 * Trains a game and writes the run folder: `experiment.json`, `metrics.jsonl`, TensorBoard events, `samples/`, `checkpoints/`
 * and `model/`. A resumed run equals an uninterrupted one bit for bit on the same backend and threads.
 * @throws UsageError when the run already has more iterations than requested
 * @throws InterruptedError after saving, when `signal` is aborted or the minutes are over
 * @throws NonFiniteError when a term is not finite; the last checkpoint stays as it is
 */
export async function train<F>(request: TrainRequest<F>): Promise<{ readonly iteration: number }> {
  const { game, dataset, folder, options, report } = request;
  const iterations = iterationsOf(game);
  const checkpoints = join(folder, 'checkpoints');
  let { progress, players } = await startTraining(request, checkpoints);
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(join(folder, 'experiment.json'), `${JSON.stringify(request.experiment, null, 2)}\n`);
  const log = await openRunLog(folder, progress.iteration);
  const batches = readBatches(dataset, options, progress.updates);
  const deadline = Date.now() + (options.minutes ?? Infinity) * 60_000;
  const warn = checkHealth(report);
  try {
    while (progress.iteration < iterations) {
      const playing = playIteration(request, batches, { progress, players }, (newest) => (players = newest));
      ({ progress, players } = await withRemedy(playing, request));
      const { iteration } = progress;
      const last = iteration === iterations;
      request.onProgress?.({ iteration, iterations, metrics: progress.last });
      if (last || iteration % options.log === 0) {
        const means = meanMetrics(progress);
        await log.metrics(iteration, means);
        const warning = game.diagnose?.(means, iteration);
        if (warning !== undefined) report(warning);
        await warn(players);
        progress = { ...progress, sums: {} };
      }
      const stopping = request.signal?.aborted === true || Date.now() > deadline;
      await saveIteration(
        request,
        { progress, players },
        {
          samples: last || iteration % options.samples === 0 ? log : undefined,
          checkpoint: last || stopping || iteration % options.checkpoint === 0 ? checkpoints : undefined,
        },
      );
      if (stopping && !last) {
        throw new InterruptedError(
          `Stopped after iteration ${iteration}; a checkpoint was saved. Continue with --resume --run ${folder}.`,
        );
      }
    }
    return { iteration: progress.iteration };
  } finally {
    await log.close();
    await batches.return(undefined as never);
    disposePlayers(players);
  }
}
