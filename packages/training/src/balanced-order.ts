import { randomKey, uniform, weightedChoice, weightsOf } from '@attgan/core';

export interface Balance {
  /** Share of the images of each batch that are drawn evenly over attributes; the others are those of `order`. */
  readonly share: number;
  readonly batch: number;
  readonly seed: number;
  /** Of all images, [count, attributes], 0 or 1. */
  readonly labels: Uint8Array;
  readonly attributes: readonly string[];
  /** How often an image is drawn for an attribute, relative to the others; 1 where nothing is given. */
  readonly weights?: Readonly<Record<string, number>>;
}

/**
 * An order in which rare attributes are seen as often as common ones: a balanced image is drawn among those that have an attribute, or
 * among those that lack it, attribute and side being equally likely unless weighted. Sides that no image is on are left out.
 * @throws UsageError for weights of attributes that are not there, and where none is above 0
 */
export function balancedOrder(
  order: (update: number) => readonly number[],
  { share, batch, seed, labels, attributes, weights = {} }: Balance,
): (update: number) => number[] {
  const sides = sidesOf(labels, weightsOf(weights, attributes, 'train.balanceWeights'));
  const sideWeights = sides.map(({ weight }) => weight);
  return (update) => {
    const draws = uniform(randomKey(seed, 'balanced', update), batch * 3);
    return order(update).map((place, index) => {
      const [chance, side, which] = draws.subarray(index * 3, index * 3 + 3) as unknown as [number, number, number];
      const drawn = chance < share ? sides[weightedChoice(sideWeights, side)] : undefined;
      return drawn === undefined ? place : pick(drawn.images, which);
    });
  };
}

interface Side {
  /** Of its attribute. */
  readonly weight: number;
  readonly images: readonly number[];
}

/** For each attribute, the images without it and those with it, as far as there are any. */
function sidesOf(labels: Uint8Array, weights: readonly number[]): Side[] {
  const sides = weights.flatMap((weight) => [0, 1].map(() => ({ weight, images: [] as number[] })));
  labels.forEach((label, at) => {
    const side = sides[(at % weights.length) * 2 + label];
    side?.images.push(Math.floor(at / weights.length));
  });
  return sides.filter(({ images }) => images.length > 0);
}

/** @param draw in [0, 1) */
function pick(list: readonly number[], draw: number): number {
  return list[Math.min(Math.floor(draw * list.length), list.length - 1)] as number;
}
