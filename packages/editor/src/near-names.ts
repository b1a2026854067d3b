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
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
