import { stat } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { fileError, readJson } from '@attgan/formats';
import { CLASSIFIER_FORMAT, classifierFileSchema, type ClassifierFile } from './classifier-card.ts';
import { CLASSIFIER_FILE } from './save-classifier.ts';

/**
 * What a classifier folder says of itself.
 * @param folder as the user named it, for messages
 * @param path of its `classifier.json`
 * @throws AttganError in one line when it is missing, from another version, or not valid
 */
export async function readClassifierCard(folder: string, path: string): Promise<ClassifierFile> {
  const value = await readValue(folder, path);
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

async function readValue(folder: string, path: string): Promise<unknown> {
  try {
    return await readJson(path);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw fileError('read', path, error);
    const exists = await stat(folder).then(
      () => true,
      () => false,
    );
    const reason = exists ? `is not a classifier folder: ${CLASSIFIER_FILE} is missing` : 'does not exist';
    throw new AttganError(`The classifier ${folder} ${reason}. Train one with attgan train-classifier.`, {
      cause: error,
    });
  }
}
