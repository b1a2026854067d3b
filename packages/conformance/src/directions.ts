import type * as tf from '@tensorflow/tfjs-core';
import type { Deviation } from './case.ts';
import { NOTHING } from './compare.ts';
import { slopeAlong } from './differences.ts';
import type { Operation } from './energy.ts';
import { draw, map, type Values } from './values.ts';

/** Inputs that move together: a layer's kernel and what comes with it. */
interface Move {
  readonly name: string;
  /** A direction of random signs for each input; undefined for those that stay. */
  readonly directions: readonly (Values | undefined)[];
}

/** The inputs of an operation, layer by layer: `trunk/0/kernel` and `trunk/0/gain` move together. */
export function movesOf({ name, inputs, names = [] }: Operation): Move[] {
  const layerOf = (index: number): string => names[index]?.replace(/\/[^/]*$/, '') ?? `input ${index}`;
  return [...new Set(inputs.map((_, index) => layerOf(index)))].map((layer) => ({
    name: layer,
    directions: inputs.map(({ shape }, index) =>
      layerOf(index) === layer ? map(draw(`${name} direction ${index}`, shape), Math.sign) : undefined,
    ),
  }));
}

/**
 * How far gradients are from what `f` says of their slopes along directions, relative to the gradient's length: that is
 * what a slope along random signs is likely to be.
 * @param gradients one for each input; undefined for those that no move has
 */
export async function compareAlong(
  gradients: readonly (tf.Tensor | undefined)[],
  f: (inputs: readonly Values[]) => number,
  inputs: readonly Values[],
  moves: readonly Move[],
): Promise<Deviation> {
  let worst: Deviation = { off: 0 };
  for (const { name, directions } of moves) {
    const expected = slopeAlong(f, inputs, directions);
    let [slope, square] = [0, 0];
    for (const [index, direction] of directions.entries()) {
      if (direction === undefined) continue;
      const values = await (gradients[index] as tf.Tensor).data();
      for (const [place, value] of values.entries()) {
        slope += value * (direction.data[place] as number);
        square += value * value;
      }
    }
    const apart = Math.abs(slope - expected) / Math.max(Math.abs(expected), Math.sqrt(square), NOTHING);
    const off = Number.isNaN(apart) ? Infinity : apart;
    if (off > worst.off || worst.where === undefined) worst = { off, where: `the gradient for ${name}` };
  }
  return worst;
}
