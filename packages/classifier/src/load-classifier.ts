import { AttganError, type Dataset, type Split } from '@attgan/core';
import { parseSafetensors, sha256OfBytes, type StoredTensor } from '@attgan/formats';
import { loadTree } from '@attgan/kernels';
import { createClassifier, type AttributeClassifier } from './attribute-classifier.ts';
import type { ClassifierAccuracy, ClassifierCard, ClassifierFile } from './classifier-card.ts';
import { classifierWeights, type ClassifierWeights } from './classifier-network.ts';
import { measureClassifier } from './measure-classifier.ts';
import { CLASSIFIER_FILE } from './parse-classifier-file.ts';

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
 * A classifier whose two files are in memory, on tfjs's current backend.
 * @param path of the weights, for messages
 * @throws AttganError in one line when the weights are damaged or are those of another classifier
 */
export async function loadClassifierFrom(
  file: ClassifierFile,
  weights: Uint8Array,
  path: string,
): Promise<SavedClassifier> {
  const sha256 = await sha256OfBytes(weights);
  checkClassifierDigest(path, sha256, file);
  return loadClassifier(file, parseSafetensors(weights, path).tensors, path);
}

/** Puts it on tfjs's current backend. @throws AttganError when tensors and network do not fit */
export function loadClassifier(
  { weights: { sha256 }, ...card }: ClassifierFile,
  tensors: ReadonlyMap<string, StoredTensor>,
  path: string,
): SavedClassifier {
  const { attributes, size, layers, training, validation } = card;
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

/** @throws AttganError when a weights file is not the one that its card names */
export function checkClassifierDigest(path: string, found: string, { weights }: ClassifierFile): void {
  if (found === weights.sha256) return;
  throw new AttganError(
    `${path} does not match ${CLASSIFIER_FILE}: its SHA-256 begins ${found.slice(0, 12)}, ` +
      `not ${weights.sha256.slice(0, 12)}. ${ADVICE}`,
  );
}
