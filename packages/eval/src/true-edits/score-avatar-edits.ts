import type { AttributeClassifier } from '@attgan/classifier';
import { AttganError, type Dataset, type Split } from '@attgan/core';
import { DEFAULT_STRENGTH, type Editor } from '@attgan/editor';
import { facePictures } from '@attgan/pictures';
import { checkAttributes } from '../evaluation/check-attributes.ts';
import { createSample } from '../evaluation/create-sample.ts';
import { batchesOf, describeSubject } from '../evaluation/describe-subject.ts';
import { addSums, NO_SUMS, type EditSums } from '../scores/compare-edit.ts';
import { sumOfFaces } from './edit-errors.ts';
import { editScores, type EditScores } from './edit-scores.ts';
import { observeTrueEdits } from './observe-true-edits.ts';
import { readAsWanted } from './read-as-wanted.ts';
import { column } from '../metrics/columns.ts';
import type { Rows } from '../metrics/metric.ts';

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
  /** Trained separately from the model; without one, accuracies are left out. */
  readonly classifier?: Pick<AttributeClassifier, 'predict'>;
  /** `DEFAULT_STRENGTH` when absent. */
  readonly strength?: number;
  /** Labels that the editor starts from: the model's own guess, as for a user's photo (the default), or the true ones. */
  readonly labels?: 'predicted' | 'true';
  /** Called after every batch of faces. */
  report?(facesDone: number, faces: number): void;
}

const BATCH = 16;

/**
 * Flips each attribute of each face towards what it truly is not, with exclusive partners switched off, and compares: the
 * numbers of the metrics `ground-truth` and `attribute-accuracy`, without intervals, and also from predicted labels.
 * @throws AttganError when the data source has no true edits, or has other attributes than the model.
 */
export async function scoreAvatarEdits(request: ScoreRequest): Promise<EditScores> {
  const { editor, dataset, classifier, split = 'test', strength = DEFAULT_STRENGTH, labels = 'predicted' } = request;
  const { attributes } = dataset;
  if (dataset.counterfactual === undefined) {
    throw new AttganError('Edits can only be scored on data with true edits, such as --data avatars.');
  }
  checkAttributes(editor, dataset);
  const { count = 500 } = request;
  const subject = await describeSubject({ editor: {}, dataset, split, count, strength, strengths: [], seed: 0 });
  const sums: EditSums[] = attributes.map(() => NO_SUMS);
  const hits = attributes.map(() => 0);
  let [labelsRight, done] = [0, 0];
  for (const indices of batchesOf(subject.faces, BATCH)) {
    const images = await dataset.load(split, indices);
    const source = labels === 'true' ? images.labels : await editor.predict(facePictures(images));
    labelsRight += source.filter((label, index) => label === images.labels[index]).length;
    const sample = createSample(
      {
        subject,
        editor,
        dataset,
        source,
        read: async (pictures) => Float32Array.from((await classifier?.predict(pictures)) ?? []),
        recognise: () => Promise.reject(new Error('Scoring reads no faces')),
      },
      indices,
      images,
    );
    const compared = await observeTrueEdits(sample);
    const read = classifier && (await readAsWanted(sample)).right;
    for (const [index, name] of attributes.entries()) {
      sums[index] = addSums(sums[index] as EditSums, sumOfFaces(compared[name] as Rows));
      if (read) hits[index] = column(read, index).reduce((total, hit) => total + hit, hits[index] as number);
    }
    done += indices.length;
    request.report?.(done, subject.faces);
  }
  const { faces } = subject;
  const accuracies = classifier && hits.map((each) => each / faces);
  return {
    faces,
    strength,
    labels,
    labelsRight: labelsRight / (faces * attributes.length),
    ...editScores(attributes, sums, accuracies),
  };
}
