import { editDistance } from '@attgan/core';

/** The known names that `name` may have meant, nearest first, at most three. */
export function nearNames(name: string, known: readonly string[]): readonly string[] {
  const wanted = simplify(name);
  return known
    .map((candidate) => ({ candidate, distance: distanceBetween(wanted, simplify(candidate)) }))
    .filter(({ distance }) => distance <= Math.max(2, wanted.length / 2))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
}

/** Case and separators are the commonest mistakes: `mouth slightly-open`. */
function simplify(name: string): string {
  return name.toLowerCase().replaceAll(/[\s_-]/g, '');
}

/** Insertions, deletions and substitutions between two words; next to none where one contains the other. */
function distanceBetween(a: string, b: string): number {
  if (a.length >= 3 && (b.includes(a) || a.includes(b))) return a === b ? 0 : 0.5;
  return editDistance(a, b);
}
