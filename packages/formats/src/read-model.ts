import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { fileError, hasCode } from './file-error.ts';
import { CARD_FILE, checkDigest, modelFileOf, WEIGHTS_FILE, type StoredModel } from './parse-model.ts';
import { currentFolder } from './publish-folder.ts';
import { readJson } from './read-json.ts';
import { readSafetensors } from './read-safetensors.ts';
import { sha256OfFile } from './sha256.ts';

/**
 * Reads a model folder.
 * @throws AttganError in one line when it or a file of it is missing, from another version, damaged, or has unknown keys.
 */
export async function readModel(folder: string): Promise<StoredModel> {
  const current = await currentFolder(folder);
  const cardPath = join(current, CARD_FILE);
  const { weights, ...card } = modelFileOf(await readValue(current, cardPath), cardPath);
  const path = join(current, WEIGHTS_FILE);
  if (!(await isFile(path))) throw new AttganError(`${folder} is not a complete model: ${WEIGHTS_FILE} is missing.`);
  const sha256 = await sha256OfFile(path);
  checkDigest(path, sha256, weights.sha256);
  const { tensors } = await readSafetensors(path);
  return { card, tensors, sha256 };
}

async function readValue(folder: string, path: string): Promise<unknown> {
  try {
    return await readJson(path);
  } catch (error) {
    if (!hasCode(error, 'ENOENT')) throw fileError('read', path, error);
    const exists = await stat(folder).then(
      () => true,
      () => false,
    );
    const reason = exists ? `is not a model folder: ${CARD_FILE} is missing` : 'does not exist';
    throw new AttganError(`The model ${folder} ${reason}. Name the "model" folder of a run.`, { cause: error });
  }
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}
