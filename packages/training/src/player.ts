import { fold, type RandomKey } from '@attgan/core';
import { adamKernel, leaves, mapTree, withLeaves, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerOptions, PlayerSetup, PlayerValues } from './game.ts';

/** A player in training: its values and what its optimizer remembers. Replaced, never changed, by an update. */
export interface Player extends PlayerValues {
  readonly name: string;
  /** Adam's moments, shaped like the parameters. */
  readonly m: TensorTree;
  readonly v: TensorTree;
  /** Optimizer steps taken. */
  readonly steps: number;
}

export function initPlayer(setup: PlayerSetup, key: RandomKey): Player {
  const { params, state } = setup.init(fold(key, setup.name));
  const zeros = (): TensorTree => mapTree<tf.Tensor, tf.Tensor, TensorTree>(params, (leaf) => tf.zerosLike(leaf));
  return { name: setup.name, params, state, m: zeros(), v: zeros(), steps: 0 };
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
  const { beta1, beta2, epsilon } = optimizer;
  const learningRate = optimizer.learningRate(iteration);
  const attributes = { learningRate, beta1, beta2, epsilon, step: player.steps + 1 };
  const ms = leaves<tf.Tensor>(player.m);
  const vs = leaves<tf.Tensor>(player.v);
  const updated = leaves<tf.Tensor>(player.params).map((parameter, index) => {
    const inputs = {
      parameter,
      gradient: gradients[index] as tf.Tensor,
      m: ms[index] as tf.Tensor,
      v: vs[index] as tf.Tensor,
    };
    const outputs = adamKernel.run(inputs, attributes).map((output) => tf.keep(output));
    tf.dispose(inputs);
    return outputs;
  });
  const column = (index: number): tf.Tensor[] => updated.map((outputs) => outputs[index] as tf.Tensor);
  return {
    ...player,
    params: withLeaves(player.params, column(0)),
    m: withLeaves(player.m, column(1)),
    v: withLeaves(player.v, column(2)),
    steps: player.steps + 1,
  };
}
