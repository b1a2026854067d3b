import { randomKey, yieldToEvents, type LabelledImages } from '@attgan/core';
import { unaugmented } from './augmentations/combine.ts';
import { augmentedBatch } from './batches.ts';
import type { Checkpoint } from './checkpoint.ts';
import type { Metrics, Phase, Stage } from './game.ts';
import { addMetrics } from './progress.ts';
import type { TrainRequest } from './train-request.ts';
import { update, type Players } from './update.ts';

/**
 * One iteration, or what is left of it: every phase of the stage that it belongs to, each update with the next of `batches`. When
 * the request's signal is aborted it ends after the update, within the iteration. Consumes the players, and hands those of each
 * update to `keep`, so that they can be freed after an error, too.
 */
export async function playIteration<F>(
  request: TrainRequest<F>,
  batches: AsyncGenerator<LabelledImages, never>,
  at: Checkpoint,
  keep: (players: Players) => void,
): Promise<Checkpoint> {
  let { progress, players } = at;
  const { within = 0, ...before } = progress;
  progress = before;
  const updates = stageAt(request.game.stages, progress.iteration).phases.flatMap((phase) =>
    Array.from({ length: phase.updates }, () => phase),
  );
  for (const [index, phase] of updates.entries()) {
    if (index < within) continue;
    const { value } = await batches.next();
    const result = await runUpdate(request, phase, players, value, progress);
    players = result.players;
    keep(players);
    progress = addMetrics(progress, result.metrics);
    await yieldToEvents();
    const done = index + 1;
    if (done < updates.length && request.signal?.aborted === true)
      return { progress: { ...progress, within: done }, players };
  }
  return { progress: { ...progress, iteration: progress.iteration + 1 }, players };
}

async function runUpdate<F>(
  { game, options, augmentation = unaugmented, average }: TrainRequest<F>,
  phase: Phase<F>,
  players: Players,
  images: LabelledImages,
  progress: Checkpoint['progress'],
): Promise<{ players: Players; metrics: Metrics }> {
  const key = randomKey(options.seed, 'update', progress.updates);
  const batch = augmentedBatch(images, augmentation, key);
  try {
    const { iteration, last } = progress;
    return await update({ game, phase, players, batch, key, iteration, last, average });
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
