import { AttganError, type Dataset, type Split } from '@attgan/core';
import { type Change, DEFAULT_STRENGTH, type Editor } from '@attgan/editor';
import type { Picture } from '@attgan/pictures';
import { checkAttributes } from '../evaluation/check-attributes.ts';
import { addSums, compareEdit, type EditSums, NO_SUMS } from '../scores/compare-edit.ts';
import { facePictures } from '@attgan/pictures';
import { flippedLabels } from '../evaluation/flipped-labels.ts';
import type { AttributeClassifier } from '@attgan/classifier';

/** What scoring needs of an editor. */
export interface ScoredEditor extends Pick<Editor, 'predict' | 'editEach'> {
  readonly card: Pick<Editor['card'], 'attributes'>;
}

export interface ScoreRequest {
  readonly editor: ScoredEditor;
  /** Must know true edits, and have the attributes of the editor, in its order. */
  readonly dataset: Dataset;
  /** `test` when absent. */
  readonly split?: Split;
  /** Faces, the first of the split; 500 when absent, or all of a smaller split. */
  readonly count?: number;
  /** Trained apart from the model; without one, accuracies are left out. */
  readonly classifier?: Pick<AttributeClassifier, 'predict'>;
  /** `DEFAULT_STRENGTH` when absent. */
  readonly strength?: number;
  /** Labels that the editor starts from: the model's own guess, as for a user's photo (the default), or the true ones. */
  readonly labels?: 'predicted' | 'true';
  /** Called after every batch of faces. */
  report?(facesDone: number, faces: number): void;
}

export interface AttributeScore {
  readonly attribute: string;
  /** Mean |our edit − true edit| and |unedited − true edit| where the true edit changes the face, in 255ths. */
  readonly insideOurs: number;
  readonly insideUnedited: number;
  /** The first over the second: 0 is the true edit, 1 no edit at all. */
  readonly ratio: number;
  /** Mean |our edit − true edit| everywhere else, in 255ths. */
  readonly outside: number;
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

const BATCH = 16;

/**
 * Flips each attribute of each face towards what it truly is not, with exclusive partners switched off, and compares.
 * @throws AttganError when the data source does not know true edits, or labels other attributes than the model.
 */
export async function scoreAvatarEdits(request: ScoreRequest): Promise<EditScores> {
  const { editor, dataset, classifier, split = 'test', strength = DEFAULT_STRENGTH, labels = 'predicted' } = request;
  const { attributes } = dataset;
  if (dataset.counterfactual === undefined) {
    throw new AttganError('Edits can only be scored on data that knows the true ones, such as --data avatars.');
  }
  checkAttributes(editor, dataset);
  const faces = Math.min(request.count ?? 500, dataset.counts[split]);
  if (faces < 1) throw new AttganError(`There are no faces to score in the ${split} split.`);
  const sums: EditSums[] = attributes.map(() => NO_SUMS);
  const hits = attributes.map(() => 0);
  let labelsRight = 0;
  for (let start = 0; start < faces; start += BATCH) {
    const indices = Array.from({ length: Math.min(BATCH, faces - start) }, (_, index) => start + index);
    const images = await dataset.load(split, indices);
    const pictures = facePictures(images);
    const source = labels === 'true' ? images.labels : await editor.predict(pictures);
    labelsRight += source.filter((label, index) => label === images.labels[index]).length;
    // Not "flip": where the label was guessed wrongly, that would go the wrong way.
    const variants = (face: number): Change[][] =>
      attributes.map((attribute, index) => {
        const has = images.labels[face * attributes.length + index] === 1;
        return [{ attribute, value: has ? 'off' : 'on' }];
      });
    const edits = await editor.editEach(pictures, source, variants, { strength });
    for (const [index] of attributes.entries()) {
      const wanted = flippedLabels(images.labels, index, attributes, dataset.exclusive);
      const truth = facePictures(await dataset.counterfactual(split, indices, wanted));
      const ours = edits.map((face) => face[index] as Picture);
      ours.forEach(({ pixels }, face) => {
        const [before, after] = [pictures[face] as Picture, truth[face] as Picture];
        sums[index] = addSums(sums[index] as EditSums, compareEdit(before.pixels, after.pixels, pixels));
      });
      const read = await classifier?.predict(ours);
      const right = indices.filter((_, face) => {
        const at = face * attributes.length + index;
        return read?.[at] === wanted[at];
      });
      hits[index] = (hits[index] as number) + right.length;
    }
    request.report?.(start + indices.length, faces);
  }
  const accuracy = (count: number): { accuracy?: number } => (classifier === undefined ? {} : { accuracy: count });
  const scores = attributes.map((attribute, index) => ({
    attribute,
    ...measure(sums[index] as EditSums),
    ...accuracy((hits[index] as number) / faces),
  }));
  const average = (pick: (score: AttributeScore) => number): number => mean(scores.map(pick));
  return {
    faces,
    strength,
    labels,
    labelsRight: labelsRight / (faces * attributes.length),
    attributes: scores,
    pooled: {
      ...measure(sums.reduce(addSums)),
      ...accuracy(average((score) => score.accuracy ?? NaN)),
    },
    mean: {
      insideOurs: average((score) => score.insideOurs),
      insideUnedited: average((score) => score.insideUnedited),
      ratio: average((score) => score.ratio),
      outside: average((score) => score.outside),
      ...accuracy(average((score) => score.accuracy ?? NaN)),
    },
  };
}

function measure(sums: EditSums): Omit<AttributeScore, 'attribute' | 'accuracy'> {
  const insideOurs = sums.insideOurs / sums.insideValues;
  const insideUnedited = sums.insideUnedited / sums.insideValues;
  return {
    insideOurs,
    insideUnedited,
    ratio: sums.insideOurs / sums.insideUnedited,
    outside: sums.outsideOurs / sums.outsideValues,
  };
}

/** Of the values that exist: an attribute whose edits change no pixel has no ratio. */
function mean(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
