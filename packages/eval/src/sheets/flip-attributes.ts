import type { Dataset, Split } from '@attgan/core';
import type { Change } from '@attgan/editor';
import type { Picture } from '@attgan/pictures';
import { checkAttributes } from '../evaluation/check-attributes.ts';
import { facePictures } from '@attgan/pictures';
import { flippedLabels } from '../evaluation/flipped-labels.ts';
import type { ScoredEditor } from '../true-edits/score-avatar-edits.ts';

export interface FlipRequest {
  /** `test` when absent. */
  readonly split?: Split;
  /** The editor's own when absent. */
  readonly strength?: number;
  /** Labels the editor starts from; `predicted` when absent. */
  readonly labels?: 'predicted' | 'true';
}

/** A face with each of its attributes flipped. */
export interface FlippedFace {
  readonly input: Picture;
  readonly reconstruction: Picture;
  /** In the order of the attributes. */
  readonly edits: readonly Picture[];
  /** What the edits ought to be, where that is known. */
  readonly truths?: readonly Picture[];
}

/**
 * Faces by their indices with each attribute flipped.
 * @throws AttganError when the data has other attributes than the model.
 */
export async function flipAttributes(
  editor: ScoredEditor,
  dataset: Dataset,
  faces: readonly number[],
  { split = 'test', strength, labels = 'predicted' }: FlipRequest = {},
): Promise<readonly FlippedFace[]> {
  checkAttributes(editor, dataset);
  const { attributes, exclusive } = dataset;
  const images = await dataset.load(split, faces);
  const inputs = facePictures(images);
  const source = labels === 'true' ? images.labels : await editor.predict(inputs);
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
  const edited = await editor.editEach(inputs, source, variants, strength === undefined ? {} : { strength });
  return inputs.map((input, face) => {
    const [reconstruction, ...edits] = edited[face] as [Picture, ...Picture[]];
    const known = truths.map((column) => column[face] as Picture);
    return { input, reconstruction, edits, ...(known.length > 0 && { truths: known }) };
  });
}
