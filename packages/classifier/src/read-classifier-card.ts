import { stat } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { fileError, readJson } from '@attgan/formats';
import type { ClassifierFile } from './classifier-card.ts';
import { CLASSIFIER_FILE, classifierFileOf } from './parse-classifier-file.ts';

/**
 * What a classifier folder says of itself.
 * @param folder as the user named it, for messages
 * @param path of its `classifier.json`
 * @throws AttganError in one line when it is missing, from another version, or not valid
 */
export async function readClassifierCard(folder: string, path: string): Promise<ClassifierFile> {
  return classifierFileOf(await readValue(folder, path), path);
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
