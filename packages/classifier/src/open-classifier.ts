import { join } from 'node:path';
import { AttganError, type Dataset, type Split } from '@attgan/core';
import { currentFolder, readSafetensors, sha256OfFile } from '@attgan/formats';
import { loadTree } from '@attgan/kernels';
import { createClassifier, type AttributeClassifier } from './attribute-classifier.ts';
import type { ClassifierAccuracy, ClassifierCard } from './classifier-card.ts';
import { classifierWeights, type ClassifierWeights } from './classifier-network.ts';
import { measureClassifier } from './measure-classifier.ts';
import { readClassifierCard } from './read-classifier-card.ts';
import { CLASSIFIER_FILE, CLASSIFIER_WEIGHTS_FILE } from './save-classifier.ts';

/** A classifier that was read from its folder. */
export interface SavedClassifier extends AttributeClassifier {
  readonly card: ClassifierCard;
  /** The SHA-256 of the weights file, which identifies the classifier. */
  readonly sha256: string;
  /** `measureClassifier` of it. */
  measure(dataset: Dataset, split: Split, count?: number, signal?: AbortSignal): Promise<ClassifierAccuracy>;
}

const ADVICE = 'Copy the classifier again, or train one with attgan train-classifier.';

/**
 * Reads a classifier folder onto tfjs's current backend.
 * @throws AttganError in one line when it or a file of it is missing, from another version, damaged, or has unknown keys
 */
export async function openClassifier(folder: string): Promise<SavedClassifier> {
  const current = await currentFolder(folder);
  const { weights: expected, ...card } = await readClassifierCard(folder, join(current, CLASSIFIER_FILE));
  const path = join(current, CLASSIFIER_WEIGHTS_FILE);
  const sha256 = await sha256OfFile(path);
  if (sha256 !== expected.sha256) {
    throw new AttganError(
      `${path} does not match ${CLASSIFIER_FILE}: its SHA-256 begins ${sha256.slice(0, 12)}, ` +
        `not ${expected.sha256.slice(0, 12)}. ${ADVICE}`,
    );
  }
  const { attributes, size, layers, training, validation } = card;
  const { tensors } = await readSafetensors(path);
  const network = classifierWeights(layers, size, attributes.length);
  const weights: ClassifierWeights = loadTree(network, tensors, { describe: `The classifier ${path}`, advice: ADVICE });
  const classifier = createClassifier({ attributes, size, layers, training, validation, weights });
  return {
    ...classifier,
    card,
    sha256,
    measure: (dataset, split, count, signal) => measureClassifier(classifier, dataset, split, count, signal),
  };
}
