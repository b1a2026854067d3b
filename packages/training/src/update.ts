import { AttganError, lazy, type RandomKey } from '@attgan/core';
import {
  amongProcesses,
  communicator,
  fresh,
  leaves,
  recorded,
  type Statistics,
  type TensorTree,
} from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { differentiateEach } from './differentiate.ts';
import type { Batch, Game, Metrics, Objective, Phase, Term } from './game.ts';
import type { Average } from './averages/average.ts';
import { iterationsOf } from './iterations-of.ts';
import { meansOverProcesses } from './means-over-processes.ts';
import { moved, type Player } from './player.ts';
import { step } from './step.ts';

export type Players = Readonly<Record<string, Player>>;
type Scalars = Readonly<Record<string, tf.Scalar>>;

export interface UpdateRequest<F> {
  readonly game: Game<F>;
  readonly phase: Phase<F>;
  readonly players: Players;
  readonly batch: Batch;
  readonly key: RandomKey;
  readonly iteration: number;
  readonly last: Metrics;
  /** Of the players' parameters, where they are averaged. */
  readonly average?: Average | undefined;
  /** Of batch normalisation, where several processes train; local where absent. */
  readonly statistics?: Statistics | undefined;
  /** Whether this process wishes to stop after the update; heard by the others where several train. */
  readonly stopping?: boolean;
}

export interface Updated {
  readonly players: Players;
  readonly metrics: Metrics;
  /** Whether any of several processes wished to stop; absent where one trains alone. */
  readonly stopping?: boolean;
}

/** A term that is not a finite number. The players are as they were before the update. */
export class NonFiniteError extends AttganError {
  override readonly name = 'NonFiniteError';
}

/**
 * One update: for each objective the gradients of Σ weight·term for its player's parameters, all taken at the same
 * parameters, then one optimizer step each. The players given are consumed; those returned replace them. Where several processes
 * train, `batch` is the share of this one, and gradients, averages and metrics are means over all of them.
 * @throws NonFiniteError that names the term; then nothing is consumed
 * @throws Error that names the player and its terms where no gradient reaches any of its parameters
 */
export async function update<F>(request: UpdateRequest<F>): Promise<Updated> {
  const { game, players, iteration, average } = request;
  const { gradients, averages, scalars } = measured(request);
  // Last, because reading waits for the GPU to finish everything.
  const { [STOPPING]: stopping, ...metrics } = await read(scalars);
  const broken = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
  if (broken !== undefined) {
    tf.dispose(Object.values(gradients).flat());
    for (const [name, state] of Object.entries(averages)) tf.dispose(moved(state, (players[name] as Player).state));
    throw new NonFiniteError(`${broken[0]} became ${broken[1]} in iteration ${iteration + 1}, so training stopped.`);
  }
  const next: Record<string, Player> = { ...players };
  const iterations = iterationsOf(game);
  for (const setup of game.players) {
    const slopes = gradients[setup.name];
    if (slopes === undefined) continue;
    const learningRate = setup.optimizer.learningRate * (setup.schedule?.(iteration, iterations) ?? 1);
    next[setup.name] = step(next[setup.name] as Player, slopes, { ...setup, learningRate, average });
  }
  for (const [name, state] of Object.entries(averages)) {
    const player = next[name] as Player;
    tf.dispose(moved(player.state, state));
    next[name] = { ...player, state };
  }
  return { players: next, metrics, ...(stopping !== undefined && { stopping: stopping > 0 }) };
}

/** Beside the metrics: whether this process wishes to stop, and averaged, whether any does. */
const STOPPING = 'stopping';

interface Measured {
  /** Of each player that has an objective now, in the order of `flatten`. */
  readonly gradients: Readonly<Record<string, tf.Tensor[]>>;
  readonly averages: Readonly<Record<string, TensorTree>>;
  readonly scalars: Scalars;
}

/** All that the update needs to know, kept for the caller to dispose; the players stay as they are. */
function measured<F>(request: UpdateRequest<F>): Measured {
  const { phase, players, batch, key, iteration, last, statistics = 'local', stopping = false } = request;
  const objectives = phase.objectives.filter(({ gate }) => gate?.(last) !== false);
  const at: Moment = { iteration, stopping };
  const result = recorded({
    of: phase,
    variant: `an update of ${objectives.map(({ player }) => player).join(', ')}`,
    inputs: [
      batch.images,
      batch.labels,
      ...Object.values(players).flatMap(({ params, state }) => leaves<tf.Tensor>([params, state])),
    ],
    sources: [key, at],
    compute: () => amongProcesses(communicator(), statistics, () => measure(request, objectives, at)),
  });
  for (const tensor of leaves<tf.Tensor>(result)) tf.keep(tensor);
  return result as Measured;
}

/** What differs between updates, beside batch, players and key. */
interface Moment {
  readonly iteration: number;
  readonly stopping: boolean;
}

function measure<F>(
  { game, phase, players, batch, key }: UpdateRequest<F>,
  objectives: readonly Objective<F>[],
  at: Moment,
): Measured & TensorTree {
  const scalars: Record<string, tf.Scalar> = {};
  let averages: Readonly<Record<string, TensorTree>> = {};
  const moving = new Set(objectives.map(({ player }) => player));
  tf.engine().startScope('update');
  try {
    // Computed once for all objectives, by the first that asks.
    const forward = lazy(() => game.forward({ batch, players, key, updates: (player) => moving.has(player) }));
    const wanted = objectives.map(({ player, terms }) => ({
      params: playerNamed(player, players).params,
      name: `the player "${player}" in its terms ${terms.map(({ name }) => name).join(', ')}`,
      loss: () => {
        const weighted = terms.map((term) => {
          const value = term.value(forward());
          scalars[`${player}/${term.name}`] = tf.keep(value);
          return tf.mul(value, weightOf(term, at)) as tf.Scalar;
        });
        const total = weighted.reduce((sum, value) => tf.add(sum, value) as tf.Scalar);
        scalars[`${player}/total`] = tf.keep(tf.clone(total));
        return total;
      },
    }));
    const gradients = differentiateEach(wanted, () => {
      for (const [name, watch] of Object.entries(game.measures[phase.name] ?? {})) {
        scalars[name] = tf.keep(watch(forward()));
      }
      averages = game.advance(forward());
      for (const state of Object.values(averages)) for (const tensor of leaves<tf.Tensor>(state)) tf.keep(tensor);
    });
    for (const gradient of gradients.flat()) tf.keep(gradient);
    const result = {
      gradients: Object.fromEntries(objectives.map(({ player }, index) => [player, gradients[index] as tf.Tensor[]])),
      averages,
      scalars,
    };
    if (communicator().size === 1) return result;
    scalars[STOPPING] = tf.keep(fresh(at, ({ stopping }) => tf.scalar(Number(stopping))));
    return meansOverProcesses(
      result,
      Object.values(players).map(({ state }) => state),
    );
  } catch (error) {
    tf.dispose(scalars);
    for (const [name, state] of Object.entries(averages)) tf.dispose(moved(state, playerNamed(name, players).state));
    throw error;
  } finally {
    tf.engine().endScope();
  }
}

function playerNamed(name: string, players: Players): Player {
  const player = players[name];
  if (player === undefined) throw new Error(`No player named ${name}`);
  return player;
}

function weightOf<F>({ weight, ramp = 0 }: Term<F>, at: Moment): number | tf.Scalar {
  if (ramp === 0) return weight;
  return fresh(at, ({ iteration }) => tf.scalar(iteration < ramp ? (weight * iteration) / ramp : weight));
}

/** In one read: on a GPU each read waits for a round trip. Disposes the scalars. */
async function read(scalars: Scalars): Promise<Metrics> {
  const names = Object.keys(scalars);
  if (names.length === 0) return {};
  const row = tf.stack(Object.values(scalars));
  tf.dispose(scalars);
  const values = await row.data();
  row.dispose();
  return Object.fromEntries(names.map((name, index) => [name, values[index] as number]));
}
