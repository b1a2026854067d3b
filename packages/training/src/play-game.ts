import { join } from 'node:path';
import { InterruptedError } from '@attgan/core';
import { writeFileAtomically } from '@attgan/formats';
import { readBatches } from './batches.ts';
import { beginPart } from './begin-part.ts';
import { checkpointsOf } from './checkpoint.ts';
import { checkHealth } from './health.ts';
import { iterationsOf } from './iterations-of.ts';
import { playIteration } from './play-iteration.ts';
import { disposePlayers } from './player.ts';
import { meanMetrics } from './progress.ts';
import { changesOf } from './run-history.ts';
import { openRunLog, type RunLog } from './run-log.ts';
import { saveIteration } from './save-iteration.ts';
import { shareHere } from './share-here.ts';
import type { Start } from './start-training.ts';
import { stopWish } from './stop-wish.ts';
import type { TrainRequest } from './train-request.ts';
import { withRemedy } from './with-remedy.ts';

/**
 * Plays a game from `start`, whose players are consumed, to its last iteration, and writes the run folder.
 * @param lost fires when the folder is no longer this training's own
 * @throws as `train`
 */
export async function playGame<F>(
  given: TrainRequest<F>,
  start: Start,
  lost: AbortSignal,
): Promise<{ readonly iteration: number }> {
  const { game, dataset, folder, options, report } = given;
  const iterations = iterationsOf(game);
  const checkpoint = checkpointsOf(folder);
  let { progress, players } = start;
  const share = shareHere();
  const batches = readBatches(dataset, options, progress.updates, share);
  const wished = stopWish(given);
  const health = checkHealth(report);
  let log: RunLog | undefined;
  try {
    const request = withChanges(given, changesOf(await beginPart(given, progress.iteration, start.note)));
    await writeFileAtomically(join(folder, 'experiment.json'), `${JSON.stringify(given.experiment, null, 2)}\n`);
    // Before anything else is written, so that a run with results always has a checkpoint. At the end: a kill may have come
    // between the last checkpoint and its model.
    const atEnd = progress.iteration === iterations;
    if (start.fresh || atEnd)
      await saveIteration(request, start, { checkpoint: start.fresh ? checkpoint : undefined, model: atEnd });
    log = await openRunLog(folder, progress.iteration);
    while (progress.iteration < iterations) {
      const playing = playIteration(request, batches, { progress, players }, (newest) => (players = newest), wished);
      const played = await withRemedy(playing, request, health);
      ({ progress, players } = played);
      lost.throwIfAborted();
      const { iteration, within = 0 } = progress;
      const last = iteration === iterations;
      if (within === 0) {
        request.onProgress?.({ iteration, iterations, metrics: progress.last });
        const logged = last || iteration % options.log === 0;
        if (logged) {
          const means = meanMetrics(progress);
          await log.metrics(iteration, means);
          const warning = game.diagnose?.(means, iteration);
          if (warning !== undefined) report(warning);
          progress = { ...progress, sums: {} };
        }
        await health.check(players, progress, logged);
      }
      // Several processes stop together, after an update before which one of them wished to.
      const stopping = played.stopping || (share.of === 1 && wished());
      const due = within === 0 && (last || iteration % options.checkpoint === 0);
      const saving = saveIteration(
        request,
        { progress, players },
        {
          samples: within === 0 && (last || iteration % options.samples === 0) ? log : undefined,
          checkpoint: due || stopping ? checkpoint : undefined,
          model: due || stopping,
        },
      );
      await withRemedy(saving, request, health);
      if (stopping && !last) {
        const more = within === 0 ? '' : ` with ${within} update${within === 1 ? '' : 's'} of the next`;
        throw new InterruptedError(
          `Stopped after iteration ${iteration}; a checkpoint was saved${more}. Continue with --resume --run ${folder}.`,
        );
      }
    }
    return { iteration: progress.iteration };
  } finally {
    await log?.close();
    await batches.return(undefined as never);
    disposePlayers(players);
  }
}

/** With what the model's card says of options that changed since the run began. */
function withChanges<F>(request: TrainRequest<F>, changes: ReturnType<typeof changesOf>): TrainRequest<F> {
  if (changes.length === 0) return request;
  const { card } = request;
  return { ...request, card: { ...card, provenance: { ...card.provenance, changes } } };
}
