import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { AttganError, InterruptedError, randomKey, type Dataset, type LabelledImages } from '@attgan/core';
import { writeFileAtomically, writeModel, type ModelCard } from '@attgan/formats';
import { readBatches, toBatch } from './batches.ts';
import { checkpointNames, readCheckpoint, writeCheckpoint, type Checkpoint } from './checkpoint.ts';
import type { Game, Metrics, Phase, Stage } from './game.ts';
import { disposePlayers, initPlayer } from './player.ts';
import { addMetrics, meanMetrics, START } from './progress.ts';
import { openRunLog, type RunLog } from './run-log.ts';
import { drawSamples } from './samples.ts';
import type { TrainOptions } from './train-options.ts';
import { update, type Players } from './update.ts';

export interface TrainRequest<F> {
  readonly game: Game<F>;
  readonly dataset: Dataset;
  /** The run folder. */
  readonly folder: string;
  readonly options: TrainOptions;
  /** The resolved experiment, written to `experiment.json`. */
  readonly experiment: unknown;
  /** What `model/model.json` says of the networks; iterations are added to its provenance. */
  readonly card: ModelCard;
  readonly resume: boolean;
  readonly signal?: AbortSignal;
  /** Lines worth telling: where it resumes, warnings. */
  report(line: string): void;
  onProgress?(progress: { readonly iteration: number; readonly iterations: number; readonly metrics: Metrics }): void;
}

/**
 * Trains a game and writes the run folder: `experiment.json`, `metrics.jsonl`, TensorBoard events, `samples/`,
 * `checkpoints/` and `model/`. A resumed run equals an uninterrupted one bit for bit on the same backend and threads.
 * @throws InterruptedError after saving, when `signal` is aborted or the minutes are over
 * @throws NonFiniteError when a term is not finite; the last checkpoint stays as it is
 */
export async function train<F>(request: TrainRequest<F>): Promise<{ readonly iteration: number }> {
  const { game, dataset, folder, options } = request;
  const checkpoints = join(folder, 'checkpoints');
  if (!request.resume && (await checkpointNames(checkpoints)).length > 0) {
    throw new AttganError(
      `${folder} holds a training already. Continue it with --resume, or name another --run folder.`,
    );
  }
  await mkdir(folder, { recursive: true });
  await writeFileAtomically(join(folder, 'experiment.json'), `${JSON.stringify(request.experiment, null, 2)}\n`);
  let { progress, players } = await start(request, checkpoints);
  const log = await openRunLog(folder, progress.iteration);
  const batches = readBatches(dataset, options, progress.updates);
  const iterations = game.stages.reduce((sum, stage) => sum + stage.iterations, 0);
  const save = async (): Promise<void> => {
    await writeCheckpoint(checkpoints, { progress, players }, options.keep);
    const provenance = { ...request.card.provenance, iterations: progress.iteration };
    await writeModel(join(folder, 'model'), { ...request.card, provenance }, await modelTensors(game, players));
  };
  const deadline = Date.now() + (options.minutes ?? Infinity) * 60_000;
  let saved = progress.iteration;
  try {
    while (progress.iteration < iterations) {
      const { phases } = stageAt(game.stages, progress.iteration);
      for (const phase of phases) {
        for (let repeat = 0; repeat < phase.updates; repeat++) {
          const { value } = await batches.next();
          const result = await runUpdate(request, phase, players, value, progress);
          players = result.players;
          progress = addMetrics(progress, result.metrics);
          // Lets signals and reads be served; computing blocks this thread.
          await setImmediate();
        }
      }
      progress = { ...progress, iteration: progress.iteration + 1 };
      const { iteration } = progress;
      request.onProgress?.({ iteration, iterations, metrics: progress.last });
      if (iteration % options.log === 0 || iteration === iterations) {
        const means = meanMetrics(progress);
        await log.metrics(iteration, means);
        const warning = game.diagnose?.(means, iteration);
        if (warning !== undefined) request.report(warning);
        progress = { ...progress, sums: {} };
      }
      if (iteration % options.samples === 0 || iteration === iterations)
        await writeSamples(request, players, log, iteration);
      const stopping = request.signal?.aborted === true || Date.now() > deadline;
      if (iteration % options.checkpoint === 0 || iteration === iterations || stopping) {
        await save();
        saved = iteration;
      }
      if (stopping && iteration < iterations) {
        throw new InterruptedError(
          `Stopped after iteration ${iteration}, saved. Continue with --resume --run ${folder}.`,
        );
      }
    }
    if (saved < progress.iteration) await save();
    return { iteration: progress.iteration };
  } finally {
    await log.close();
    await batches.return(undefined as never);
    disposePlayers(players);
  }
}

async function start<F>({ game, options, resume, report }: TrainRequest<F>, folder: string): Promise<Checkpoint> {
  const key = randomKey(options.seed, 'first weights');
  const players = Object.fromEntries(game.players.map((setup) => [setup.name, initPlayer(setup, key)]));
  const checkpoint = resume ? await readCheckpoint(folder, players, report) : undefined;
  if (checkpoint !== undefined) report(`Resuming after iteration ${checkpoint.progress.iteration}.`);
  return checkpoint ?? { progress: START, players };
}

async function runUpdate<F>(
  { game, options }: TrainRequest<F>,
  phase: Phase<F>,
  players: Players,
  images: LabelledImages,
  progress: Checkpoint['progress'],
): Promise<{ players: Players; metrics: Metrics }> {
  const batch = toBatch(images);
  try {
    return await update({
      game,
      phase,
      players,
      batch,
      key: randomKey(options.seed, 'update', progress.updates),
      iteration: progress.iteration,
      last: progress.last,
    });
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

async function writeSamples<F>(
  { game, dataset, folder }: TrainRequest<F>,
  players: Players,
  log: RunLog,
  iteration: number,
): Promise<void> {
  const split = dataset.counts.validation > 0 ? 'validation' : 'train';
  const indices = Array.from({ length: Math.min(6, dataset.counts[split]) }, (_, index) => index);
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
  players: Players,
): Promise<[string, { shape: number[]; values: Float32Array }][]> {
  const entries = Object.entries(game.model(players));
  return Promise.all(
    entries.map(async ([name, tensor]) => [name, { shape: tensor.shape, values: await tensor.data<'float32'>() }]),
  );
}
