/**
 * Every face's labels with attribute number `index` flipped. Switching it on switches off the others of its exclusive
 * groups, as the data source demands.
 * @param labels [faces, attributes], 0 or 1
 * @returns [faces, attributes], 0 or 1
 */
export function flippedLabels(
  labels: Uint8Array,
  index: number,
  attributes: readonly string[],
  exclusive: readonly (readonly string[])[],
): Uint8Array {
  const name = attributes[index] as string;
  const rivals = exclusive
    .filter((group) => group.includes(name))
    .flat()
    .filter((other) => other !== name)
    .map((other) => attributes.indexOf(other));
  const flipped = new Uint8Array(labels);
  for (let row = 0; row < labels.length; row += attributes.length) {
    const wanted = 1 - (labels[row + index] as number);
    flipped[row + index] = wanted;
    if (wanted === 1) for (const rival of rivals) flipped[row + rival] = 0;
  }
  return flipped;
}
