/** The labels with one attribute flipped; switching it on switches off the others of its exclusive groups. */
export function flipLabel(
  labels: readonly number[],
  index: number,
  attributes: readonly string[],
  exclusive: readonly (readonly string[])[],
): number[] {
  const wanted = 1 - (labels[index] as number);
  const name = attributes[index] as string;
  const rivals = new Set(wanted === 1 ? exclusive.filter((group) => group.includes(name)).flat() : []);
  return labels.map((value, other) => {
    if (other === index) return wanted;
    return rivals.has(attributes[other] as string) ? 0 : value;
  });
}
