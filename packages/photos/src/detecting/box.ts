import type { Box } from './detector.ts';

/** The area that two boxes share, over that of both together. */
export function overlap(one: Box, other: Box): number {
  const width = Math.min(one.x + one.width, other.x + other.width) - Math.max(one.x, other.x);
  const height = Math.min(one.y + one.height, other.y + other.height) - Math.max(one.y, other.y);
  if (width <= 0 || height <= 0) return 0;
  const shared = width * height;
  return shared / (one.width * one.height + other.width * other.height - shared);
}

/** Boxes from the surest on, without those that overlap one before by more than `most`. */
export function withoutOverlaps<T extends { readonly box: Box; readonly score: number }>(
  found: readonly T[],
  most: number,
): T[] {
  const kept: T[] = [];
  for (const each of found.toSorted((one, other) => other.score - one.score)) {
    if (kept.every(({ box }) => overlap(box, each.box) <= most)) kept.push(each);
  }
  return kept;
}
