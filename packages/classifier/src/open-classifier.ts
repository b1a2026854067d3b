import { join } from 'node:path';
import { AttganError, randomKey, type Dataset, type Split } from '@attgan/core';
import { currentFolder, readSafetensors, sha256OfFile, type StoredTensor } from '@attgan/formats';
import { disposeTree, flatten, withLeaves } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { createClassifier, type AttributeClassifier } from './attribute-classifier.ts';
import type { ClassifierAccuracy, ClassifierCard } from './classifier-card.ts';
import { initClassifier, type ClassifierWeights } from './classifier-network.ts';
import { measureClassifier } from './measure-classifier.ts';
import { readClassifierCard } from './read-classifier-card.ts';
import { CLASSIFIER_FILE, CLASSIFIER_WEIGHTS_FILE } from './save-classifier.ts';

/** A classifier that was read from its folder. */
export interface SavedClassifier extends AttributeClassifier {
  readonly card: ClassifierCard;
  /** The SHA-256 of the weights file: names the classifier for good. */
  readonly sha256: string;
  /** `measureClassifier` of it. */
  measure(dataset: Dataset, split: Split, count?: number): Promise<ClassifierAccuracy>;
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
  const weights = load(card, (await readSafetensors(path)).tensors, path);
  const classifier = createClassifier({ attributes, size, layers, training, validation, weights });
  return {
    ...classifier,
    card,
    sha256,
    measure: (dataset, split, count) => measureClassifier(classifier, dataset, split, count),
  };
}

/** The stored values in the shapes that the card's network has. */
function load(
  { layers, size, attributes }: ClassifierCard,
  tensors: ReadonlyMap<string, StoredTensor>,
  path: string,
): ClassifierWeights {
  const { params, state } = initClassifier(randomKey(0), layers, size, attributes.length);
  const initial = { params, state };
  try {
    const expected = flatten<tf.Tensor>(initial);
    const stored = expected.map(([name, { shape }]) => {
      const tensor = tensors.get(name);
      if (tensor === undefined || tensor.shape.join() !== shape.join()) {
        const found = tensor === undefined ? 'is missing' : `has shape [${tensor.shape.join(', ')}]`;
        throw new AttganError(`${path}: ${name} ${found}, not as ${CLASSIFIER_FILE} says. ${ADVICE}`);
      }
      const values = tensor.values();
      if (!values.every(Number.isFinite)) throw new AttganError(`${path}: ${name} has values that are not finite.`);
      return { values, shape };
    });
    return withLeaves(
      initial,
      stored.map(({ values, shape }) => tf.tensor(values, shape)),
    );
  } finally {
    disposeTree(initial);
  }
}
