import type { Dataset } from '@attgan/core';
import { contactSheet, type Picture } from '@attgan/pictures';
import { flipAttributes, type FlipRequest } from './flip-attributes.ts';
import type { ScoredEditor } from '../true-edits/score-avatar-edits.ts';

export interface SheetRequest extends FlipRequest {
  readonly title?: string;
  /** Whole number of times the pictures are enlarged; 1 when absent. */
  readonly scale?: number;
}

/**
 * Faces by their indices with each attribute flipped, a column an attribute. Where true edits are known a face has two rows:
 * the input and its true edits, then our reconstruction and our edits. Elsewhere: input and our edits.
 * @throws AttganError when the data has other attributes than the model.
 */
export async function contactSheetOf(
  editor: ScoredEditor,
  dataset: Dataset,
  faces: readonly number[],
  { title, scale, ...request }: SheetRequest = {},
): Promise<Picture> {
  const flipped = await flipAttributes(editor, dataset, faces, request);
  const known = flipped.every(({ truths }) => truths !== undefined);
  return contactSheet({
    rows: flipped.flatMap(({ input, reconstruction, edits, truths }) =>
      truths === undefined
        ? [[input, ...edits]]
        : [
            [input, ...truths],
            [reconstruction, ...edits],
          ],
    ),
    rowLabels: flipped.flatMap(({ truths }) => (truths === undefined ? ['Our edit'] : ['True edit', 'Our edit'])),
    columnLabels: [known ? 'Input, then ours' : 'Input', ...dataset.attributes],
    ...(title !== undefined && { title }),
    ...(scale !== undefined && { scale }),
  });
}
