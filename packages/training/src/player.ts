import { fold, type RandomKey } from '@attgan/core';
import { disposeTree, flatten, leaves, mapTree, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Average } from './averages/average.ts';
import type { PlayerSetup, PlayerValues } from './game.ts';
import type { Slots } from './optimizers/optimizer.ts';

/** A player in training: its values and its optimizer's state. An update replaces it and changes nothing in place. */
export interface Player extends PlayerValues {
  readonly name: string;
  /** The optimizer's state for each parameter, by the parameter's flat name. */
  readonly slots: Readonly<Record<string, Slots>>;
  /** The averages of the parameters, shaped like them; absent where nothing averages them. */
  readonly average?: TensorTree;
  /** Optimizer steps taken. */
  readonly steps: number;
}

/** The player before its first step, drawn by a key of its own. */
export function initPlayer(
  setup: Pick<PlayerSetup, 'name' | 'optimizer' | 'init'>,
  key: RandomKey,
  average?: Average,
): Player {
  const { params, state } = setup.init(fold(key, setup.name));
  const slots = flatten<tf.Tensor>(params).map(([name, leaf]) => [name, setup.optimizer.init(leaf)] as const);
  return {
    name: setup.name,
    params,
    state,
    slots: Object.fromEntries(slots),
    ...(average !== undefined && {
      average: mapTree<tf.Tensor, tf.Tensor, TensorTree>(params, copyOf),
    }),
    steps: 0,
  };
}

/** The same values in memory of their own, where a clone shares it: optimizers write over parameters. */
export function copyOf(tensor: tf.Tensor): tf.Tensor {
  return tf.mul(tensor, 1);
}

/** Every tree of tensors that a player holds, by name; checkpoints are made of them. */
export function treesOf({ params, state, slots, average }: Player): Readonly<Record<string, TensorTree>> {
  return { params, state, slots, ...(average !== undefined && { average }) };
}

/** Disposes all that the player holds. */
export function disposePlayer(player: Player): void {
  for (const tree of Object.values(treesOf(player))) disposeTree(tree);
}

/** Disposes all that the players hold. */
export function disposePlayers(players: Readonly<Record<string, Player>>): void {
  for (const player of Object.values(players)) disposePlayer(player);
}

/** The tensors of `tree` that `kept` does not share. */
export function moved(tree: TensorTree, kept: TensorTree): tf.Tensor[] {
  const shared = new Set(leaves<tf.Tensor>(kept));
  return leaves<tf.Tensor>(tree).filter((leaf) => !shared.has(leaf));
}
