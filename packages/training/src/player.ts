import { fold, type RandomKey } from '@attgan/core';
import { leaves, mapTree, withLeaves, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerOptions, PlayerSetup, PlayerValues } from './game.ts';
import { stepLeaf } from './step-leaf.ts';

/** A player in training: its values and what its optimizer remembers. Replaced, never changed, by an update. */
export interface Player extends PlayerValues {
  readonly name: string;
  /** The optimizer's moments, shaped like the parameters; `m` is empty for one that has no first moment. */
  readonly m: TensorTree;
  readonly v: TensorTree;
  /** Optimizer steps taken. */
  readonly steps: number;
}

export function initPlayer(setup: PlayerSetup, key: RandomKey): Player {
  const { params, state } = setup.init(fold(key, setup.name));
  const zeros = (): TensorTree => mapTree<tf.Tensor, tf.Tensor, TensorTree>(params, (leaf) => tf.zerosLike(leaf));
  const m = setup.optimizer.kind === 'adam' ? zeros() : {};
  return { name: setup.name, params, state, m, v: zeros(), steps: 0 };
}

/**
 * The player after one optimizer step along `gradients`, which are in the order of `flatten`. Consumes both: what an
 * updated tensor replaces is freed before the next is made, so that parameters and moments are never held twice.
 */
export function step(
  player: Player,
  gradients: readonly tf.Tensor[],
  optimizer: OptimizerOptions,
  iteration: number,
): Player {
  const learningRate = optimizer.learningRate(iteration);
  const clipping = clippingOf(gradients, optimizer);
  const ms = leaves<tf.Tensor>(player.m);
  const vs = leaves<tf.Tensor>(player.v);
  const updated = leaves<tf.Tensor>(player.params).map((parameter, index) => {
    const gradient = gradients[index] as tf.Tensor;
    const old = { parameter, m: ms[index], v: vs[index] as tf.Tensor };
    const next = stepLeaf({ ...old, gradient, clipping }, { optimizer, learningRate, step: player.steps + 1 });
    for (const tensor of Object.values(next)) tf.keep(tensor);
    tf.dispose([gradient, ...Object.values(old).filter((tensor) => tensor !== undefined)]);
    return next;
  });
  clipping?.dispose();
  return {
    ...player,
    params: withLeaves(
      player.params,
      updated.map(({ parameter }) => parameter),
    ),
    m: withLeaves(
      player.m,
      updated.flatMap(({ m }) => (m === undefined ? [] : [m])),
    ),
    v: withLeaves(
      player.v,
      updated.map(({ v }) => v),
    ),
    steps: player.steps + 1,
  };
}

/** What gradients are multiplied by so that the norm of all of them is at most `clipNorm`; nothing is read for it. */
function clippingOf(gradients: readonly tf.Tensor[], { clipNorm }: OptimizerOptions): tf.Scalar | undefined {
  if (clipNorm === undefined) return undefined;
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
    return tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6))) as tf.Scalar;
  });
}
