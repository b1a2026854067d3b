import { SPLITS } from '@attgan/core';
import type { Split } from '@attgan/core';
import type { SplitRows } from './splits.ts';

export interface PeopleCount {
  readonly count: number;
  readonly fewestImages: number;
  readonly mostImages: number;
  /** People with images in several splits. */
  readonly shared: number;
}

/** How many people are on the images; `identities` says who is on each row. */
export function describePeople(identities: ArrayLike<number>, splits: SplitRows): PeopleCount {
  const images = new Map<number, number>();
  const places = new Map<number, Set<Split>>();
  for (const split of SPLITS) {
    for (const row of splits[split]) {
      const person = identities[row] ?? 0;
      images.set(person, (images.get(person) ?? 0) + 1);
      places.set(person, (places.get(person) ?? new Set<Split>()).add(split));
    }
  }
  const counts = [...images.values()];
  return {
    count: images.size,
    fewestImages: counts.reduce((least, count) => Math.min(least, count), counts[0] ?? 0),
    mostImages: counts.reduce((most, count) => Math.max(most, count), 0),
    shared: [...places.values()].filter((splitsOfPerson) => splitsOfPerson.size > 1).length,
  };
}
