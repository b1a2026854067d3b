import { AttganError } from '@attgan/core';
import { parseJson } from '@attgan/formats';
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
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format !== CLASSIFIER_FORMAT) {
    const found = typeof format === 'number' ? `has format ${format}` : 'has no format number';
    throw new AttganError(`${path} ${found}; this version of attgan reads format ${CLASSIFIER_FORMAT} only.`);
  }
  const result = classifierFileSchema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? '' : `${issue.path.map(String).join('.')}: `;
  throw new AttganError(`${path} is not valid: ${where}${(issue?.message ?? '').replaceAll('\n', ' ')}.`);
}
