import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeFileAtomically, writeModel } from '@attgan/formats';
import { unaugmented } from './augmentations/combine.ts';
import { averagedPlayers } from './averages/averaged-players.ts';
import { toBatch } from './batches.ts';
import { writeCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { Game, PlayerValues } from './game.ts';
import type { RunLog } from './run-log.ts';
import { drawSamples } from './samples.ts';
import type { TrainRequest } from './train-request.ts';

/** What to save after an iteration. */
export interface Wanted {
  /** Where a sheet of samples is logged, where one is wanted. */
  readonly samples?: RunLog | undefined;
  /** The folder of checkpoints, where one is wanted. */
  readonly checkpoint?: string | undefined;
  /** Whether the model is written. */
  readonly model?: boolean;
}

/** How many faces a sheet of samples shows. */
const FACES = 6;

type Values = Readonly<Record<string, PlayerValues>>;

/** Writes samples, and a checkpoint and the model, as requested. */
export async function saveIteration<F>(
  request: TrainRequest<F>,
  { progress, players }: Checkpoint,
  { samples, checkpoint, model = false }: Wanted,
): Promise<void> {
  if (checkpoint !== undefined && samples === undefined && !model) {
    await writeCheckpoint(checkpoint, { progress, players }, request.options.keep);
    return;
  }
  if (samples === undefined && !model) return;
  const { iteration } = progress;
  const { augmentation = unaugmented, options } = request;
  const shown = await averagedPlayers({ ...request, augmentation, players, iteration });
  try {
    if (samples !== undefined) await writeSamples(request, shown.values, samples, iteration);
    if (checkpoint !== undefined) await writeCheckpoint(checkpoint, { progress, players }, options.keep);
    if (model) {
      const provenance = { ...request.card.provenance, iterations: iteration };
      const tensors = await modelTensors(request.game, shown.values);
      await writeModel(join(request.folder, 'model'), { ...request.card, provenance }, tensors);
    }
  } finally {
    shown.dispose();
  }
}

async function writeSamples<F>(
  { game, dataset, folder }: TrainRequest<F>,
  players: Values,
  log: RunLog,
  iteration: number,
): Promise<void> {
  const split = dataset.counts.validation > 0 ? 'validation' : 'train';
  const indices = Array.from({ length: Math.min(FACES, dataset.counts[split]) }, (_, index) => index);
  const batch = toBatch(await dataset.load(split, indices));
  try {
    const { png, width, height } = await drawSamples(await game.samples(players, batch));
    await mkdir(join(folder, 'samples'), { recursive: true });
    await writeFileAtomically(join(folder, 'samples', `${String(iteration).padStart(6, '0')}.png`), png);
    await log.image(iteration, png, width, height);
  } finally {
    batch.images.dispose();
    batch.labels.dispose();
  }
}

async function modelTensors<F>(
  game: Game<F>,
  players: Values,
): Promise<[string, { shape: number[]; values: Float32Array }][]> {
  const entries = Object.entries(game.model(players));
  return Promise.all(
    entries.map(async ([name, tensor]) => [name, { shape: tensor.shape, values: await tensor.data<'float32'>() }]),
  );
}
