import { addSums, type EditSums } from '../scores/compare-edit.ts';
import { errorsOf, meanOfKnown, type EditErrors } from './edit-errors.ts';

export interface AttributeScore extends EditErrors {
  readonly attribute: string;
  /** Share of edits in which the classifier reads the wanted value, in [0, 1]. */
  readonly accuracy?: number;
}

/** Edits of single attributes, compared with the true ones as 8-bit images. */
export interface EditScores {
  readonly faces: number;
  readonly strength: number;
  readonly labels: 'predicted' | 'true';
  /** Share of the labels started from that are right, in [0, 1]. */
  readonly labelsRight: number;
  readonly attributes: readonly AttributeScore[];
  /** The same over all pixels of all edits at once. */
  readonly pooled: Omit<AttributeScore, 'attribute'>;
  /** Means over the attributes. */
  readonly mean: Omit<AttributeScore, 'attribute'>;
}

/** The scores that follow from the sums of each attribute, and from the share of its edits that are read as wanted. */
export function editScores(
  attributes: readonly string[],
  sums: readonly EditSums[],
  accuracies?: readonly number[],
): Pick<EditScores, 'attributes' | 'pooled' | 'mean'> {
  const each = sums.map(errorsOf);
  const average = (name: keyof EditErrors): number => meanOfKnown(each.map((errors) => errors[name]));
  const accuracy = accuracies && { accuracy: meanOfKnown(accuracies) };
  return {
    attributes: attributes.map((attribute, index) => ({
      attribute,
      ...(each[index] as EditErrors),
      ...(accuracies && { accuracy: accuracies[index] as number }),
    })),
    pooled: { ...errorsOf(sums.reduce(addSums)), ...accuracy },
    mean: {
      insideOurs: average('insideOurs'),
      insideUnedited: average('insideUnedited'),
      ratio: average('ratio'),
      outside: average('outside'),
      ...accuracy,
    },
  };
}
