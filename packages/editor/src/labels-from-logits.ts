/**
 * Consistent labels from a classifier's logits: on where the logit is positive, and within an exclusive group only the highest
 * of those. An attribute in two groups must be the highest in both.
 * @param logits [count, attributes]
 * @returns [count, attributes], 0 or 1
 */
export function labelsFromLogits(
  logits: ArrayLike<number>,
  attributes: readonly string[],
  exclusive: readonly (readonly string[])[],
): Uint8Array {
  const labels = Uint8Array.from(logits, (logit) => (logit > 0 ? 1 : 0));
  const groups = exclusive.map((group) => group.map((name) => attributes.indexOf(name)));
  for (let row = 0; row < labels.length; row += attributes.length) {
    for (const group of groups) {
      const on = group.filter((column) => labels[row + column] === 1);
      const score = (column: number): number => logits[row + column] as number;
      const winner = on.reduce((best, column) => (score(column) > score(best) ? column : best), on[0] ?? -1);
      for (const column of on) if (column !== winner) labels[row + column] = 0;
    }
  }
  return labels;
}
