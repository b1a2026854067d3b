import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError, type Dataset } from '@attgan/core';
import { CLASSIFIER_FILE, openClassifier, saveClassifier, trainClassifier, type SavedClassifier } from '@attgan/eval';
import type { Output } from '../output.ts';

/**
 * The classifier in `folder`. Where there is none yet, one is trained on the train split and kept there, unless the
 * user named the folder.
 */
export async function evaluationClassifier({
  folder,
  named,
  dataset,
  output,
  signal,
}: {
  readonly folder: string;
  readonly named: boolean;
  readonly dataset: Dataset;
  readonly output: Output;
  readonly signal: AbortSignal;
}): Promise<SavedClassifier> {
  const there = await stat(join(folder, CLASSIFIER_FILE)).then(
    () => true,
    () => false,
  );
  if (!there && !named) {
    output.report(`Training a classifier of its own to read the edits with; it is kept in ${folder}.`);
    const network = dataset.counterfactual === undefined ? 'full' : 'small';
    let progress: ReturnType<typeof output.progress> | undefined;
    const classifier = await trainClassifier(dataset, {
      network,
      signal,
      onProgress: ({ iteration, iterations, loss }) =>
        (progress ??= output.progress(iterations)).update(iteration, `loss ${loss.toFixed(4)}`),
    });
    await saveClassifier(folder, classifier, { data: dataset.description });
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
