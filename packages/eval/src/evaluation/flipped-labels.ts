import { flipLabel } from '@attgan/core';

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
  const width = attributes.length;
  const flipped = new Uint8Array(labels.length);
  for (let start = 0; start < labels.length; start += width) {
    flipped.set(flipLabel([...labels.subarray(start, start + width)], index, attributes, exclusive), start);
  }
  return flipped;
}
