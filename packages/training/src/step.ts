import { flatten, joinUpTo, leaves, recorded, withLeaves, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { PlayerSetup } from './game.ts';
import { elementwiseOf, groupsOf, joinLeaves, splitLeaf } from './join-leaves.ts';
import type { OptimizerStep, Slots } from './optimizers/optimizer.ts';
import type { Player } from './player.ts';
import { stepLeaf, tensorsOf, type HeldLeaf, type LeafOptions, type SteppedLeaf } from './step-leaf.ts';

export interface StepOptions extends LeafOptions, Pick<PlayerSetup, 'clipNorm'> {
  /** After the schedule. */
  readonly learningRate: number;
  /** Tensors of up to so many numbers are stepped joined, where that gives the same; what suits the backend where absent. */
  readonly joinUpTo?: number;
}

/** What a step replaces. */
type Next = Pick<Player, 'params' | 'slots'> & { readonly average: TensorTree };

/**
 * The player after one optimizer step along `gradients`, which are in the order of `flatten`. Consumes both: what an
 * updated tensor replaces is freed before the next is made, so that parameters and slots are never held twice; but for small ones,
 * which are updated joined where the backend gains from that and optimizer and average are elementwise: the same to the bit.
 */
export function step(player: Player, gradients: readonly tf.Tensor[], options: StepOptions): Player {
  const moment = { learningRate: options.learningRate, step: player.steps + 1 };
  const { name, params, slots, average } = player;
  const before = leaves<tf.Tensor>([params, slots, average ?? []]);
  const next = recorded({
    of: options.optimizer,
    variant: limitOf(options) === 0 ? `a step of ${name}` : `a step of ${name}, joined`,
    inputs: [...gradients, ...before],
    sources: [moment],
    compute: () => stepLeaves(player, gradients, moment, options),
  }) as Next;
  const kept = new Set(leaves<tf.Tensor>(next).map((tensor) => tf.keep(tensor)));
  tf.dispose([...gradients, ...before.filter((tensor) => !kept.has(tensor))]);
  return {
    ...player,
    params: next.params,
    slots: next.slots,
    ...(average !== undefined && { average: next.average }),
    steps: moment.step,
  };
}

/** Group by group; frees what a group needed, so that no more than its parameters and slots are ever held twice. */
function stepLeaves(
  player: Player,
  gradients: readonly tf.Tensor[],
  moment: OptimizerStep,
  options: StepOptions,
): Next & TensorTree {
  const names = flatten<tf.Tensor>(player.params).map(([name]) => name);
  const held = heldBy(player, gradients);
  const stepped = new Map<HeldLeaf, SteppedLeaf>();
  const clipping = clippingOf(gradients, options.clipNorm);
  try {
    for (const group of groupsOf(held, elementwiseOf(options), limitOf(options))) {
      const next = stepGroup(group, clipping, moment, options);
      group.forEach((leaf, index) => stepped.set(leaf, next[index] as SteppedLeaf));
      const kept = new Set(next.flatMap(tensorsOf).map((tensor) => tf.keep(tensor)));
      const used = group.flatMap((leaf) => [leaf.gradient, ...tensorsOf(leaf)]);
      tf.dispose(used.filter((tensor) => !kept.has(tensor)));
    }
  } catch (error) {
    const given = new Set(held.flatMap(tensorsOf));
    tf.dispose([...stepped.values()].flatMap(tensorsOf).filter((tensor) => !given.has(tensor)));
    throw error;
  } finally {
    clipping?.dispose();
  }
  const updated = held.map((leaf) => stepped.get(leaf) as SteppedLeaf);
  return {
    params: withLeaves(
      player.params,
      updated.map(({ parameter }) => parameter),
    ),
    slots: Object.fromEntries(updated.map(({ slots }, index) => [names[index], slots])),
    average:
      player.average === undefined
        ? []
        : withLeaves(
            player.average,
            updated.flatMap(({ average }) => average ?? []),
          ),
  };
}

/** In the order of `flatten`. */
function heldBy({ params, slots, average }: Player, gradients: readonly tf.Tensor[]): HeldLeaf[] {
  const averages = average === undefined ? [] : leaves<tf.Tensor>(average);
  return flatten<tf.Tensor>(params).map(([name, parameter], index) => {
    const [gradient, mean] = [gradients[index] as tf.Tensor, averages[index]];
    return { parameter, gradient, slots: slots[name] as Slots, ...(mean !== undefined && { average: mean }) };
  });
}

/** Joined, where the group is more than one. */
function stepGroup(
  group: readonly HeldLeaf[],
  clipping: tf.Scalar | undefined,
  moment: OptimizerStep,
  options: StepOptions,
): readonly SteppedLeaf[] {
  let stepped: readonly SteppedLeaf[] = [];
  tf.tidy(() => {
    const one = group.length === 1 ? (group[0] as HeldLeaf) : joinLeaves(group, elementwiseOf(options));
    const next = stepLeaf(one, clipping, moment, options);
    stepped = group.length === 1 ? [next] : splitLeaf(next, group);
    return stepped.flatMap(tensorsOf);
  });
  return stepped;
}

function limitOf(options: StepOptions): number {
  return options.joinUpTo ?? joinUpTo();
}

/** What gradients are multiplied by so that the norm of all of them is at most `clipNorm`; nothing is read for it. */
function clippingOf(gradients: readonly tf.Tensor[], clipNorm: number | undefined): tf.Scalar | undefined {
  if (clipNorm === undefined) return undefined;
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
    return tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6))) as tf.Scalar;
  });
}
