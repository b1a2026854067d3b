import { fileOfFormat, parseJson } from '@attgan/formats';
import { CLASSIFIER_FORMAT, classifierFileSchema, type ClassifierFile } from './classifier-card.ts';

export const CLASSIFIER_FILE = 'classifier.json';
export const CLASSIFIER_WEIGHTS_FILE = 'classifier.safetensors';

/**
 * What a `classifier.json`, in UTF-8, says.
 * @param path stands for the file in messages
 * @throws AttganError in one line when it is no JSON, from another version, or not valid
 */
export function parseClassifierFile(json: Uint8Array, path: string): ClassifierFile {
  return classifierFileOf(parseJson(json, path), path);
}

/** The same of what was parsed. */
export function classifierFileOf(value: unknown, path: string): ClassifierFile {
  return fileOfFormat(value, CLASSIFIER_FORMAT, classifierFileSchema, path);
}
