import { contactSheet, type Picture } from '@attgan/pictures';
import type { FlippedFace } from './flip-attributes.ts';

/** The same faces, edited by one model. */
export interface FlippedBy {
  readonly name: string;
  readonly faces: readonly FlippedFace[];
}

/**
 * The same faces by several models, in the manner of figure 4: under each face and its true edits, where they are known,
 * a row for each model, a column for each attribute flipped.
 */
export function sideBySide(models: readonly FlippedBy[], attributes: readonly string[]): Picture {
  const [first] = models as [FlippedBy];
  return contactSheet({
    rows: first.faces.flatMap(({ input, truths = [] }, face) => [
      [input, ...truths],
      ...models.map(({ faces }) => {
        const { reconstruction, edits } = faces[face] as FlippedFace;
        return [reconstruction, ...edits];
      }),
    ]),
    rowLabels: first.faces.flatMap(({ truths }) => [
      truths === undefined ? 'Input' : 'True edits',
      ...models.map(({ name }) => name),
    ]),
    columnLabels: ['Unchanged', ...attributes],
  });
}
