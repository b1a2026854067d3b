import { AttganError, type RandomKey } from '@attgan/core';
import { leaves, withoutGradient, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { differentiate } from './differentiate.ts';
import type { Batch, Game, Metrics, Objective, Phase } from './game.ts';
import { disposeReplaced, step, type Player } from './player.ts';

export type Players = Readonly<Record<string, Player>>;

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
export function update<F>(request: UpdateRequest<F>): { readonly players: Players; readonly metrics: Metrics } {
  const { game, phase, players, iteration, last } = request;
  const metrics: Record<string, number> = {};
  const next: Record<string, Player> = { ...players };
  const averages: Record<string, TensorTree> = {};
  tf.engine().startScope('update');
  try {
    for (const objective of phase.objectives) {
      if (objective.gate?.(last) === false) continue;
      const { gradients, values, states } = evaluate(objective, request);
      Object.assign(metrics, values);
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
  for (const [name, player] of Object.entries(players)) disposeReplaced(player, next[name] as Player);
  return { players: next, metrics };
}

/** Survives the scope that made it; players outlive every scope. */
function keepPlayers(players: Players): void {
  for (const { params, state, m, v } of Object.values(players)) {
    for (const tree of [params, state, m, v]) for (const tensor of leaves<tf.Tensor>(tree)) tf.keep(tensor);
  }
}

function evaluate<F>(
  objective: Objective<F>,
  { game, phase, players, batch, key, iteration }: UpdateRequest<F>,
): { gradients: tf.Tensor[]; values: Metrics; states: Readonly<Record<string, TensorTree>> } {
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
  const values = read(scalars);
  const broken = Object.entries(values).find(([, value]) => !Number.isFinite(value));
  if (broken !== undefined) {
    for (const state of Object.values(states)) for (const tensor of leaves<tf.Tensor>(state)) tensor.dispose();
    throw new NonFiniteError(
      `${broken[0]} became ${broken[1]} in iteration ${iteration + 1}, so training stopped. ` +
        'The last checkpoint is intact: resume from it with a lower learning rate, or look at the data.',
    );
  }
  return { gradients, values, states };
}

function read(scalars: Readonly<Record<string, tf.Scalar>>): Metrics {
  const entries = Object.entries(scalars).map(([name, scalar]) => {
    const value = scalar.dataSync()[0] as number;
    scalar.dispose();
    return [name, value] as const;
  });
  return Object.fromEntries(entries);
}
