import { communicator, leaves, withLeaves, type TensorTree } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { Checkpoint, TrainingProgress } from './checkpoint.ts';
import { treesOf, type Player } from './player.ts';
import { shareText } from './share-text.ts';

/** What process 0 sends beside the tensors. */
interface Counts {
  readonly progress: TrainingProgress;
  readonly steps: Readonly<Record<string, number>>;
}

/**
 * Where process 0 starts, in all processes: its progress, and the values of its players, so that no other reads a checkpoint.
 * Consumes the players given, whose shapes are those of process 0.
 */
export async function shareStart({ progress, players }: Checkpoint): Promise<Checkpoint> {
  const steps = Object.fromEntries(Object.values(players).map((player) => [player.name, player.steps]));
  const own: Counts = { progress, steps };
  const counts = JSON.parse(await shareText(JSON.stringify(own))) as Counts;
  const shared = Object.values(players).map((player): [string, Player] => {
    const trees = Object.entries(treesOf(player)).map(([part, tree]) => [part, shareTree(tree)]);
    return [player.name, { ...player, ...Object.fromEntries(trees), steps: counts.steps[player.name] ?? 0 }];
  });
  return { progress: counts.progress, players: Object.fromEntries(shared) };
}

/** One tensor after the other, so that there are never two of all. */
function shareTree(tree: TensorTree): TensorTree {
  const { broadcast, task } = communicator();
  const values = leaves<tf.Tensor>(tree).map((leaf) => {
    const value = broadcast(leaf);
    (task === 0 ? value : leaf).dispose();
    return task === 0 ? leaf : value;
  });
  return withLeaves(tree, values);
}
