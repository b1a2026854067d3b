import { flatten, leaves, recorded, withLeaves, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Average } from './averages/average.ts';
import type { PlayerSetup } from './game.ts';
import type { OptimizedLeaf, OptimizerStep, Slots } from './optimizers/optimizer.ts';
import { copyOf, type Player } from './player.ts';

export interface StepOptions extends Pick<PlayerSetup, 'optimizer' | 'clipNorm' | 'bound'> {
  /** After the schedule. */
  readonly learningRate: number;
  readonly average?: Average | undefined;
}

/** What a step replaces. */
type Next = Pick<Player, 'params' | 'slots'> & { readonly average: TensorTree };

/** What it replaces of one parameter. */
interface Stepped {
  readonly parameter: tf.Tensor;
  readonly slots: Slots;
  readonly average?: tf.Tensor;
}

/**
 * The player after one optimizer step along `gradients`, which are in the order of `flatten`. Consumes both: what an
 * updated tensor replaces is freed before the next is made, so that parameters and slots are never held twice.
 */
export function step(player: Player, gradients: readonly tf.Tensor[], options: StepOptions): Player {
  const moment = { learningRate: options.learningRate, step: player.steps + 1 };
  const { name, params, slots, average } = player;
  const before = leaves<tf.Tensor>([params, slots, average ?? []]);
  const next = recorded({
    of: options.optimizer,
    variant: `a step of ${name}`,
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

/** Leaf by leaf; frees what a leaf needed, so that parameters and slots are never held twice. */
function stepLeaves(
  player: Player,
  gradients: readonly tf.Tensor[],
  moment: OptimizerStep,
  options: StepOptions,
): Next & TensorTree {
  const clipping = clippingOf(gradients, options.clipNorm);
  const averages = player.average === undefined ? [] : leaves<tf.Tensor>(player.average);
  const updated = flatten<tf.Tensor>(player.params).map(([name, parameter], index) => {
    const gradient = gradients[index] as tf.Tensor;
    const leaf = { parameter, gradient, slots: player.slots[name] as Slots };
    const next = stepLeaf(leaf, averages[index], clipping, moment, options);
    const kept = new Set(tensorsOf(next));
    for (const tensor of kept) tf.keep(tensor);
    tf.dispose([gradient, ...tensorsOf({ ...leaf, ...averageOf(averages[index]) }).filter((old) => !kept.has(old))]);
    return [name, next] as const;
  });
  clipping?.dispose();
  const params = updated.map(([, { parameter }]) => parameter);
  const average = updated.flatMap(([, next]) => next.average ?? []);
  return {
    params: withLeaves(player.params, params),
    slots: Object.fromEntries(updated.map(([name, { slots }]) => [name, slots])),
    average: player.average === undefined ? [] : withLeaves(player.average, average),
  };
}

function stepLeaf(
  leaf: OptimizedLeaf,
  before: tf.Tensor | undefined,
  clipping: tf.Scalar | undefined,
  moment: OptimizerStep,
  { optimizer, bound, average }: StepOptions,
): Stepped {
  let stepped: Stepped | undefined;
  tf.tidy(() => {
    const gradient = clipping === undefined ? leaf.gradient : tf.mul(leaf.gradient, clipping);
    const { parameter: free, slots } = optimizer.update({ ...leaf, gradient }, moment);
    const parameter = bound === undefined ? free : tf.clipByValue(free, -bound, bound);
    const after = before === undefined ? undefined : (average?.update(before, parameter, moment) ?? before);
    // The next step may write over the parameter.
    const apart = after?.dataId === parameter.dataId ? copyOf(parameter) : after;
    stepped = { parameter, slots, ...averageOf(apart) };
    return tensorsOf(stepped);
  });
  return stepped as unknown as Stepped;
}

function tensorsOf({ parameter, slots, average }: Stepped): tf.Tensor[] {
  return [parameter, ...Object.values(slots), ...(average === undefined ? [] : [average])];
}

function averageOf(average: tf.Tensor | undefined): { readonly average?: tf.Tensor } {
  return average === undefined ? {} : { average };
}

/** What gradients are multiplied by so that the norm of all of them is at most `clipNorm`; nothing is read for it. */
function clippingOf(gradients: readonly tf.Tensor[], clipNorm: number | undefined): tf.Scalar | undefined {
  if (clipNorm === undefined) return undefined;
  return tf.tidy(() => {
    const norm = tf.sqrt(tf.addN(gradients.map((gradient) => tf.sum(tf.square(gradient)))));
    return tf.minimum(1, tf.div(clipNorm, tf.add(norm, 1e-6))) as tf.Scalar;
  });
}
