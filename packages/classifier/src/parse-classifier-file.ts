import { AttganError, messageOf } from '@attgan/core';
import { CLASSIFIER_FORMAT, classifierFileSchema, type ClassifierFile } from './classifier-card.ts';

export const CLASSIFIER_FILE = 'classifier.json';
export const CLASSIFIER_WEIGHTS_FILE = 'classifier.safetensors';

/**
 * What a `classifier.json` says.
 * @param path stands for the file in messages
 * @throws AttganError in one line when it is no JSON, from another version, or not valid
 */
export function parseClassifierFile(text: string, path: string): ClassifierFile {
  const value = parse(text, path);
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

function parse(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new AttganError(`${path} is not JSON: ${messageOf(error)}.`, { cause: error });
  }
}
