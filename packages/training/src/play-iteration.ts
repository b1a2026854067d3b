import { randomKey, sharedKey, yieldToEvents, type LabelledImages } from '@attgan/core';
import { unaugmented } from './augmentations/combine.ts';
import { augmentedBatch } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Phase, Stage } from './game.ts';
import { addMetrics } from './progress.ts';
import type { TrainRequest } from './train-request.ts';
import { shareHere } from './share-here.ts';
import { update, type Players, type Updated } from './update.ts';

export interface Played extends Checkpoint {
  /** Whether training is to stop here. */
  readonly stopping: boolean;
}

/**
 * One iteration, or what is left of it: every phase of the stage that it belongs to, each update with the next of `batches`. When
 * the request's signal is aborted it ends after the update, within the iteration; where several processes train, all end after the
 * same update once one of them has `wished` to. Consumes the players, and hands those of each update to `keep`, so that they can be
 * freed after an error, too.
 */
export async function playIteration<F>(
  request: TrainRequest<F>,
  batches: AsyncGenerator<LabelledImages, never>,
  at: Checkpoint,
  keep: (players: Players) => void,
  wished: () => boolean,
): Promise<Played> {
  let { progress, players } = at;
  let stopping = false;
  const { within = 0, ...before } = progress;
  progress = before;
  const updates = stageAt(request.game.stages, progress.iteration).phases.flatMap((phase) =>
    Array.from({ length: phase.updates }, () => phase),
  );
  for (const [index, phase] of updates.entries()) {
    if (index < within) continue;
    const { value } = await batches.next();
    const result = await runUpdate(request, phase, players, value, progress, wished());
    players = result.players;
    keep(players);
    progress = addMetrics(progress, result.metrics);
    await yieldToEvents();
    const done = index + 1;
    stopping = result.stopping ?? request.signal?.aborted === true;
    if (done < updates.length && stopping) return { progress: { ...progress, within: done }, players, stopping };
  }
  return { progress: { ...progress, iteration: progress.iteration + 1 }, players, stopping };
}

async function runUpdate<F>(
  { game, options, augmentation = unaugmented, average }: TrainRequest<F>,
  phase: Phase<F>,
  players: Players,
  images: LabelledImages,
  progress: Checkpoint['progress'],
  stopping: boolean,
): Promise<Updated> {
  const key = sharedKey(randomKey(options.seed, 'update', progress.updates), shareHere());
  const batch = augmentedBatch(images, augmentation, key);
  try {
    const { iteration, last } = progress;
    const { statistics } = options;
    return await update({ game, phase, players, batch, key, iteration, last, average, statistics, stopping });
  } finally {
    batch.images.dispose();
    batch.labels.dispose();
  }
}

function stageAt<F>(stages: readonly Stage<F>[], iteration: number): Stage<F> {
  let end = 0;
  for (const stage of stages) {
    end += stage.iterations;
    if (iteration < end) return stage;
  }
  throw new Error(`No stage has iteration ${iteration}`);
}
