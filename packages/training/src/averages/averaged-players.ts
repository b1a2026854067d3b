import { setImmediate } from 'node:timers/promises';
import { randomKey, type Dataset } from '@attgan/core';
import { disposeDeferred, leaves, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Augmentation } from '../augmentations/augmentation.ts';
import { augmentedBatch, createOrder, type BatchOptions } from '../batches.ts';
import type { Batch, Game, Phase, PlayerValues, Stage } from '../game.ts';
import { moved } from '../player.ts';
import type { Players } from '../update.ts';

/** Batches with which moving averages are measured again: with a momentum of 0.1, their old values then count 0.5 %. */
const BATCHES = 50;

type Values = Readonly<Record<string, PlayerValues>>;

export interface AveragingRequest<F> {
  readonly game: Game<F>;
  readonly dataset: Dataset;
  readonly options: BatchOptions;
  readonly augmentation: Augmentation;
  readonly players: Players;
  /** Iterations done: stages that have not begun are left alone. */
  readonly iteration: number;
}

export interface AveragedPlayers {
  readonly values: Values;
  dispose(): void;
}

/**
 * The players for samples and models: with averaged parameters, and with batch normalisation's moving averages measured again
 * for these. Batches and draws depend on the seed only. If nothing is averaged, the players themselves.
 */
export async function averagedPlayers<F>(request: AveragingRequest<F>): Promise<AveragedPlayers> {
  const { game, players, iteration } = request;
  const first = Object.fromEntries(
    Object.entries(players).map(([name, { params, average, state }]) => [name, { params: average ?? params, state }]),
  );
  if (Object.values(players).every(({ average }) => average === undefined)) return { values: first, dispose: () => {} };
  let values: Values = first;
  for (const stage of begun(game.stages, iteration)) {
    const measured = new Set<string>();
    // The last phases first: often one of them moves all that the earlier move, and those need not run.
    for (const phase of stage.phases.toReversed()) values = await measure(request, phase, values, first, measured);
  }
  const made = Object.entries(values).flatMap(([name, { state }]) => moved(state, stateOf(players, name)));
  return { values, dispose: () => tf.dispose(made) };
}

/** Stages of which an iteration is done. */
function begun<F>(stages: readonly Stage<F>[], iteration: number): readonly Stage<F>[] {
  return stages.filter((_, index) => {
    const before = stages.slice(0, index).reduce((sum, stage) => sum + stage.iterations, 0);
    return before < iteration;
  });
}

/**
 * The values with the moving averages of the phase measured again, unless all of them were already: `measured` names those
 * players. What is replaced is freed, but nothing of `first`.
 */
async function measure<F>(
  { game, dataset, options, augmentation }: AveragingRequest<F>,
  phase: Phase<F>,
  before: Values,
  first: Values,
  measured: Set<string>,
): Promise<Values> {
  const order = createOrder(dataset.counts.train, options, 'averages');
  let values = before;
  for (let index = 0; index < BATCHES; index++) {
    const key = randomKey(options.seed, 'averages', index);
    const batch = augmentedBatch(await dataset.load('train', order(index)), augmentation, key);
    const states = pass(game, phase, values, batch, key);
    tf.dispose([batch.images, batch.labels]);
    const names = Object.keys(states);
    if (index === 0 && names.every((name) => measured.has(name))) {
      tf.dispose(names.flatMap((name) => moved(states[name] as TensorTree, stateOf(values, name))));
      return before;
    }
    const next = { ...values };
    for (const name of names) {
      tf.dispose(moved(stateOf(values, name), [states[name] as TensorTree, stateOf(first, name)]));
      next[name] = { params: (values[name] as PlayerValues).params, state: states[name] as TensorTree };
      measured.add(name);
    }
    values = next;
    // Lets signals and reads be served; computing blocks this thread.
    await setImmediate();
  }
  return values;
}

function stateOf(values: Values, name: string): TensorTree {
  return (values[name] as PlayerValues).state;
}

/** The moving averages after the passes that one update of the phase makes; nothing is differentiated. */
function pass<F>(
  game: Game<F>,
  { objectives }: Phase<F>,
  players: Values,
  batch: Batch,
  key: ReturnType<typeof randomKey>,
): Readonly<Record<string, TensorTree>> {
  tf.engine().startScope('averages');
  try {
    const updates = (player: string): boolean => objectives.some((objective) => objective.player === player);
    const forward = game.forward({ batch, players, key, updates });
    for (const { terms } of objectives) for (const { value } of terms) value(forward);
    const states = game.advance(forward);
    for (const state of Object.values(states)) for (const tensor of leaves<tf.Tensor>(state)) tf.keep(tensor);
    return states;
  } finally {
    tf.engine().endScope();
    disposeDeferred();
  }
}
