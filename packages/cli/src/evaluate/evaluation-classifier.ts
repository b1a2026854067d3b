import { existsSync } from 'node:fs';
import { join } from 'node:path';
import {
  CLASSIFIER_FILE,
  openClassifier,
  saveClassifier,
  trainClassifier,
  type SavedClassifier,
} from '@attgan/classifier';
import { AttganError, type Dataset } from '@attgan/core';
import type { Output } from '../output.ts';

export interface ClassifierPlaces {
  /** The folder that the user named. */
  readonly named: string | undefined;
  /** The folder of one that comes along for data like these. */
  readonly shipped: string;
  /** The folder that keeps one of the evaluation's own. */
  readonly own: string;
}

/**
 * The classifier that the user named, the evaluation's own, or the one that comes along; without any, one is trained on
 * the train split and kept.
 * @throws AttganError when it reads other attributes, or faces of another size, than the data have
 */
export async function evaluationClassifier({
  named,
  shipped,
  own,
  dataset,
  output,
  signal,
}: ClassifierPlaces & {
  readonly dataset: Dataset;
  readonly output: Output;
  readonly signal: AbortSignal;
}): Promise<SavedClassifier> {
  const folder = named ?? (!holdsClassifier(own) && holdsClassifier(shipped) ? shipped : own);
  if (folder === shipped) output.report(`Reading edits with the classifier in ${shipped}; --classifier takes another.`);
  if (folder === own && !holdsClassifier(own)) {
    output.report(`Training a classifier of its own to read the edits with; it is kept in ${own}.`);
    let progress: ReturnType<typeof output.progress> | undefined;
    const classifier = await trainClassifier(dataset, {
      network: dataset.counterfactual === undefined ? 'full' : 'small',
      signal,
      onProgress: ({ iteration, iterations, loss }) =>
        (progress ??= output.progress(iterations)).update(iteration, `loss ${loss.toFixed(4)}`),
    });
    await saveClassifier(own, classifier, { data: dataset.description });
    classifier.dispose();
  }
  const saved = await openClassifier(folder);
  if (saved.attributes.join() !== dataset.attributes.join() || saved.size !== dataset.size) {
    throw new AttganError(
      `The classifier in ${folder} reads ${saved.attributes.join(', ')} at ${saved.size} px; the model needs ` +
        `${dataset.attributes.join(', ')} at ${dataset.size} px. Train one with attgan train-classifier.`,
    );
  }
  return saved;
}

function holdsClassifier(folder: string): boolean {
  return existsSync(join(folder, CLASSIFIER_FILE));
}
