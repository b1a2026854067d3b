import { editDistance, UsageError } from '@attgan/core';

/** `wanted` as columns of `known`. Throws a UsageError for an unknown or repeated name, with the nearest names. */
export function attributeColumns(wanted: readonly string[], known: readonly string[], where: string): number[] {
  return wanted.map((name, position) => {
    const column = known.indexOf(name);
    if (column < 0) {
      throw new UsageError(`${where} has no attribute "${name}". ${nearest(name, known)}`);
    }
    if (wanted.indexOf(name) !== position) {
      throw new UsageError(`The attribute "${name}" is named twice in the option "attributes"; name it once.`);
    }
    return column;
  });
}

function nearest(name: string, known: readonly string[]): string {
  const plain = simplify(name);
  const scored = known.map((candidate) => ({ candidate, distance: mismatch(plain, simplify(candidate)) }));
  const near = scored
    .filter(({ distance }) => distance <= Math.max(2, plain.length / 3))
    .toSorted((a, b) => a.distance - b.distance)
    .slice(0, 3)
    .map(({ candidate }) => candidate);
  return near.length > 0 ? `Did you mean ${near.join(', ')}?` : `Known: ${known.join(', ')}.`;
}

const simplify = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');

/** Edits between two words, or nothing when one holds the other: "glasses" means "Eyeglasses". */
function mismatch(a: string, b: string): number {
  if (a.length >= 3 && (b.includes(a) || a.includes(b))) return 0;
  return editDistance(a, b);
}
