import type { ModelCard } from '@attgan/formats';
import type { Dataset } from '@attgan/core';
import { train, trainOptions, type Game } from '@attgan/training';
import { ITERATIONS } from './method-game.ts';

/** What a training left behind. */
export interface Trained {
  /** `metrics.jsonl`, line by line. */
  readonly metrics: readonly Readonly<Record<string, number>>[];
  /** The bytes of `model/model.safetensors`. */
  readonly weights: Uint8Array;
  /** The folder of the model. */
  readonly model: string;
  /** Sheets of samples that were drawn. */
  readonly samples: number;
}

export interface TrainingOf {
  readonly game: () => Game<unknown>;
  readonly card: ModelCard;
  readonly dataset: Dataset;
  readonly folder: string;
}

/** Trains to the end; every checkpoint is kept. */
export async function trainWhole(training: TrainingOf): Promise<Trained> {
  await play(training, false);
  return readRun(training.folder);
}

/** The same from a checkpoint half way on: a run folder as it was when the training was interrupted there. */
export async function trainSecondHalf(training: TrainingOf, whole: string): Promise<Trained> {
  const { cp, readdir, rm } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const checkpoints = join(training.folder, 'checkpoints');
  await cp(whole, training.folder, { recursive: true });
  for (const name of await readdir(checkpoints)) {
    if (Number(name) > ITERATIONS / 2) await rm(join(checkpoints, name), { recursive: true });
  }
  await rm(join(training.folder, 'model'), { recursive: true });
  await play(training, true);
  return readRun(training.folder);
}

async function play({ game, card, dataset, folder }: TrainingOf, resume: boolean): Promise<void> {
  const options = trainOptions.parse({
    iterations: ITERATIONS,
    batch: 2,
    log: 1,
    samples: ITERATIONS,
    checkpoint: ITERATIONS / 2,
    keep: ITERATIONS,
  });
  await train({ game: game(), card, dataset, folder, options, experiment: {}, resume, report: () => {} });
}

async function readRun(folder: string): Promise<Trained> {
  const { readdir, readFile } = await import('node:fs/promises');
  const { join } = await import('node:path');
  const lines = (await readFile(join(folder, 'metrics.jsonl'), 'utf8')).trimEnd().split('\n');
  return {
    metrics: lines.map((line) => JSON.parse(line) as Readonly<Record<string, number>>),
    weights: await readFile(join(folder, 'model', 'model.safetensors')),
    model: join(folder, 'model'),
    samples: (await readdir(join(folder, 'samples'))).length,
  };
}
