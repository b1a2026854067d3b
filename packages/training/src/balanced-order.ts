import { randomKey, uniform } from '@attgan/core';

export interface Balance {
  /** Share of the images of each batch that are drawn evenly over attributes; the others are those of `order`. */
  readonly share: number;
  readonly batch: number;
  readonly seed: number;
  /** Of all images, [count, attributes], 0 or 1. */
  readonly labels: Uint8Array;
  readonly attributes: number;
}

/**
 * An order in which rare attributes are seen as often as common ones: a balanced image is drawn among those that have an attribute, or
 * among those that lack it, attribute and side being equally likely. Sides that no image is on are left out.
 */
export function balancedOrder(
  order: (update: number) => readonly number[],
  { share, batch, seed, labels, attributes }: Balance,
): (update: number) => number[] {
  const sides = sidesOf(labels, attributes);
  return (update) => {
    const draws = uniform(randomKey(seed, 'balanced', update), batch * 3);
    return order(update).map((place, index) => {
      const [chance, side, which] = draws.subarray(index * 3, index * 3 + 3) as unknown as [number, number, number];
      if (chance >= share || sides.length === 0) return place;
      const images = pick(sides, side);
      return pick(images, which);
    });
  };
}

/** For each attribute, the images without it and those with it, as far as there are any. */
function sidesOf(labels: Uint8Array, attributes: number): number[][] {
  const sides = Array.from({ length: attributes * 2 }, (): number[] => []);
  labels.forEach((label, at) => sides[(at % attributes) * 2 + label]?.push(Math.floor(at / attributes)));
  return sides.filter((images) => images.length > 0);
}

/** @param draw in [0, 1) */
function pick<T>(list: ArrayLike<T>, draw: number): T {
  return list[Math.min(Math.floor(draw * list.length), list.length - 1)] as T;
}
