import { AttganError } from '@attgan/core';

/** @throws AttganError unless there are `attributes` labels for each of the pictures */
export function checkLabels(labels: Uint8Array, pictures: number, attributes: number): void {
  if (labels.length === pictures * attributes) return;
  throw new AttganError(`${labels.length} labels for ${pictures} pictures: the model needs ${attributes} for each.`);
}
