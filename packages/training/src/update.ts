import { AttganError, type RandomKey } from '@attgan/core';
import { leaves, withoutGradient, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { differentiate } from './differentiate.ts';
import type { Batch, Game, Metrics, Objective, Phase } from './game.ts';
import { disposeReplaced, step, type Player } from './player.ts';

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
}

/** A term that is not a finite number. The players are as they were before the update. */
export class NonFiniteError extends AttganError {
  override readonly name = 'NonFiniteError';
}

/**
 * One update: for each objective the gradients of Σ weight·term for its player's parameters, all taken at the same
 * parameters, then one optimizer step each. The players given are consumed; those returned replace them.
 * @throws NonFiniteError that names the term; then nothing is consumed
 */
export async function update<F>(
  request: UpdateRequest<F>,
): Promise<{ readonly players: Players; readonly metrics: Metrics }> {
  const { players, iteration } = request;
  const { next, scalars } = advance(request);
  const replace = (from: Players, to: Players): void => {
    for (const [name, player] of Object.entries(from)) disposeReplaced(player, to[name] as Player);
  };
  // Only now, because a GPU hands nothing out before it has done all that was asked of it.
  const metrics = await read(scalars);
  const broken = Object.entries(metrics).find(([, value]) => !Number.isFinite(value));
  if (broken !== undefined) {
    replace(next, players);
    throw new NonFiniteError(
      `${broken[0]} became ${broken[1]} in iteration ${iteration + 1}, so training stopped. ` +
        'The last checkpoint is intact: resume from it with a lower learning rate, or look at the data.',
    );
  }
  replace(players, next);
  return { players: next, metrics };
}

/** The players after the update, and what it measured; the players given stay. */
function advance<F>(request: UpdateRequest<F>): { readonly next: Players; readonly scalars: Scalars } {
  const { game, phase, players, iteration, last } = request;
  const scalars: Record<string, tf.Scalar> = {};
  const next: Record<string, Player> = { ...players };
  const averages: Record<string, TensorTree> = {};
  tf.engine().startScope('update');
  try {
    for (const objective of phase.objectives) {
      if (objective.gate?.(last) === false) continue;
      const { gradients, measured, states } = evaluate(objective, request);
      Object.assign(scalars, measured);
      for (const [name, state] of Object.entries(states)) averages[name] ??= state;
      const setup = game.players.find(({ name }) => name === objective.player);
      const player = players[objective.player];
      if (setup === undefined || player === undefined) throw new Error(`No player named ${objective.player}`);
      next[objective.player] = step(player, gradients, setup.optimizer, iteration);
    }
    for (const [name, state] of Object.entries(averages)) next[name] = { ...(next[name] as Player), state };
    keepPlayers(next);
  } finally {
    tf.engine().endScope();
  }
  return { next, scalars };
}

/** Survives the scope that made it; players outlive every scope. */
function keepPlayers(players: Players): void {
  for (const { params, state, m, v } of Object.values(players)) {
    for (const tree of [params, state, m, v]) for (const tensor of leaves<tf.Tensor>(tree)) tf.keep(tensor);
  }
}

function evaluate<F>(
  objective: Objective<F>,
  { game, phase, players, batch, key }: UpdateRequest<F>,
): { gradients: tf.Tensor[]; measured: Scalars; states: Readonly<Record<string, TensorTree>> } {
  const player = players[objective.player] as Player;
  const scalars: Record<string, tf.Scalar> = {};
  let states: Readonly<Record<string, TensorTree>> = {};
  const gradients = differentiate(player.params, () => {
    const forward = game.forward({ batch, players, key, phase: phase.name });
    const weighted = objective.terms.map((term) => {
      const value = term.value(forward);
      scalars[`${objective.player}/${term.name}`] = tf.keep(value);
      return tf.mul(value, term.weight) as tf.Scalar;
    });
    const total = weighted.reduce((sum, value) => tf.add(sum, value) as tf.Scalar);
    scalars[`${objective.player}/total`] = tf.keep(tf.clone(total));
    withoutGradient(() => {
      for (const [name, measure] of Object.entries(game.measures[phase.name] ?? {})) {
        scalars[name] = tf.keep(measure(forward));
      }
      states = game.advance(forward);
      for (const state of Object.values(states)) for (const tensor of leaves<tf.Tensor>(state)) tf.keep(tensor);
    });
    return total;
  });
  return { gradients, measured: scalars, states };
}

/** All in one: on a GPU each reading waits for its own journey. Disposes the scalars. */
async function read(scalars: Scalars): Promise<Metrics> {
  const names = Object.keys(scalars);
  if (names.length === 0) return {};
  const row = tf.stack(Object.values(scalars));
  tf.dispose(scalars);
  const values = await row.data();
  row.dispose();
  return Object.fromEntries(names.map((name, index) => [name, values[index] as number]));
}
