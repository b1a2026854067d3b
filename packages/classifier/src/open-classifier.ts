import { join } from 'node:path';
import { currentFolder, readSafetensors, sha256OfFile } from '@attgan/formats';
import { checkClassifierDigest, loadClassifier, type SavedClassifier } from './load-classifier.ts';
import { CLASSIFIER_FILE, CLASSIFIER_WEIGHTS_FILE } from './parse-classifier-file.ts';
import { readClassifierCard } from './read-classifier-card.ts';

/**
 * Reads a classifier folder onto tfjs's current backend.
 * @throws AttganError in one line when it or a file of it is missing, from another version, damaged, or has unknown keys
 */
export async function openClassifier(folder: string): Promise<SavedClassifier> {
  const current = await currentFolder(folder);
  const file = await readClassifierCard(folder, join(current, CLASSIFIER_FILE));
  const path = join(current, CLASSIFIER_WEIGHTS_FILE);
  checkClassifierDigest(path, await sha256OfFile(path), file);
  const { tensors } = await readSafetensors(path);
  return loadClassifier(file, tensors, path);
}
