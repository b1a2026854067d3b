import type { Dataset, Split } from '@attgan/core';
import type { Change } from '@attgan/editor';
import { contactSheet, type Picture } from '@attgan/pictures';
import { checkAttributes } from './check-attributes.ts';
import { facePictures } from './face-pictures.ts';
import { flippedLabels } from './flipped-labels.ts';
import type { ScoredEditor } from './score-avatar-edits.ts';

export interface SheetRequest {
  /** `test` when absent. */
  readonly split?: Split;
  readonly strength?: number;
  /** Labels the editor starts from; `predicted` when absent. */
  readonly labels?: 'predicted' | 'true';
  readonly title?: string;
  /** Whole number of times the pictures are enlarged; 1 when absent. */
  readonly scale?: number;
}

/**
 * Faces by their indices with each attribute flipped, a column an attribute. Where true edits are known a face has two
 * rows: the input and its true edits, then our reconstruction and our edits. Elsewhere: input and our edits.
 * @throws AttganError when the data labels other attributes than the model.
 */
export async function contactSheetOf(
  editor: ScoredEditor,
  dataset: Dataset,
  faces: readonly number[],
  { split = 'test', strength, labels = 'predicted', title, scale }: SheetRequest = {},
): Promise<Picture> {
  checkAttributes(editor, dataset);
  const { attributes, exclusive } = dataset;
  const images = await dataset.load(split, faces);
  const pictures = facePictures(images);
  const source = labels === 'true' ? images.labels : await editor.predict(pictures);
  const wanted = attributes.map((_, index) => flippedLabels(images.labels, index, attributes, exclusive));
  const truths: Picture[][] = [];
  for (const target of wanted) {
    const truth = await dataset.counterfactual?.(split, faces, target);
    if (truth !== undefined) truths.push(facePictures(truth));
  }
  const variants = (face: number): Change[][] => [
    [],
    ...attributes.map((attribute, index): Change[] => {
      const on = wanted[index]?.[face * attributes.length + index] === 1;
      return [{ attribute, value: on ? 'on' : 'off' }];
    }),
  ];
  const edited = await editor.editEach(pictures, source, variants, strength === undefined ? {} : { strength });
  const rows: Picture[][] = [];
  const rowLabels: string[] = [];
  for (const [face, picture] of pictures.entries()) {
    const edits = edited[face] as Picture[];
    if (truths.length === 0) {
      rows.push([picture, ...edits.slice(1)]);
      rowLabels.push('Our edit');
      continue;
    }
    rows.push([picture, ...truths.map((column) => column[face] as Picture)], edits);
    rowLabels.push('True edit', 'Our edit');
  }
  return contactSheet({
    rows,
    rowLabels,
    columnLabels: [truths.length === 0 ? 'Input' : 'Input, then ours', ...attributes],
    ...(title !== undefined && { title }),
    ...(scale !== undefined && { scale }),
  });
}
