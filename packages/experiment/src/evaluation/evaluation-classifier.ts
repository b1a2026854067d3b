import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CLASSIFIER_FILE, openClassifier, saveClassifier, trainClassifier } from '@attgan/classifier';
import type { SavedClassifier } from '@attgan/classifier';
import { AttganError, yieldToEvents, type Dataset } from '@attgan/core';
import { IN_SILENCE, type Watch } from '../watch.ts';

export interface ClassifierPlaces {
  /** The folder that the user named. */
  readonly named: string | undefined;
  /** The folder of an installed one for such data. */
  readonly shipped: string | undefined;
  /** The folder that keeps one of the evaluation's own. */
  readonly own: string;
}

/**
 * The classifier that the user named, the evaluation's own, or the one that comes along; without any, one is trained on
 * the train split and kept.
 * @throws AttganError when it reads other attributes than the data have, or larger faces
 */
export async function evaluationClassifier(
  { named, shipped, own }: ClassifierPlaces,
  dataset: Dataset,
  { report = IN_SILENCE, onProgress, signal }: Watch,
): Promise<SavedClassifier> {
  const folder = named ?? (!holdsClassifier(own) && shipped !== undefined ? shipped : own);
  if (folder === shipped)
    report(`Reading edits with the classifier ${basename(shipped)}; choose another with --classifier.`);
  if (folder === own && !holdsClassifier(own)) {
    report(`Training a classifier to read the edits; it is saved in ${own}.`);
    const classifier = await trainClassifier(dataset, {
      network: dataset.counterfactual === undefined ? 'full' : 'small',
      ...(signal !== undefined && { signal }),
      onProgress: ({ iteration, iterations, loss }) =>
        onProgress?.({ task: 'classifier', done: iteration, total: iterations, note: `loss ${loss.toFixed(4)}` }),
    });
    await yieldToEvents(signal);
    await saveClassifier(own, classifier, { data: dataset.description });
    classifier.dispose();
  }
  const saved = await openClassifier(folder);
  if (saved.attributes.join() !== dataset.attributes.join() || saved.size > dataset.size) {
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
