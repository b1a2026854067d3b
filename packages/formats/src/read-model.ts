import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { AttganError } from '@attgan/core';
import { fileError, hasCode } from './file-error.ts';
import { MODEL_FORMAT, firstIssue, modelFileSchema, type ModelCard, type ModelFile } from './model-card.ts';
import { currentFolder } from './publish-folder.ts';
import { readJson } from './read-json.ts';
import { readSafetensors, type StoredTensor } from './read-safetensors.ts';
import { sha256OfFile } from './sha256.ts';

export const CARD_FILE = 'model.json';
export const WEIGHTS_FILE = 'model.safetensors';

/** A model as its folder holds it. */
export interface StoredModel {
  readonly card: ModelCard;
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  /** The SHA-256 of the weights file, which identifies the model. */
  readonly sha256: string;
}

/**
 * Reads a model folder.
 * @throws AttganError in one line when it or a file of it is missing, from another version, damaged, or has unknown keys.
 */
export async function readModel(folder: string): Promise<StoredModel> {
  const current = await currentFolder(folder);
  const { weights, ...card } = await readCard(current);
  const path = join(current, WEIGHTS_FILE);
  if (!(await isFile(path))) throw new AttganError(`${folder} is not a complete model: ${WEIGHTS_FILE} is missing.`);
  const sha256 = await sha256OfFile(path);
  if (sha256 !== weights.sha256) {
    throw new AttganError(
      `${path} does not match ${CARD_FILE}: its SHA-256 begins ${sha256.slice(0, 12)}, ` +
        `not ${weights.sha256.slice(0, 12)}. Copy the model again.`,
    );
  }
  const { tensors } = await readSafetensors(path);
  return { card, tensors, sha256 };
}

async function readCard(folder: string): Promise<ModelFile> {
  const path = join(folder, CARD_FILE);
  const value = await readValue(folder, path);
  const format = typeof value === 'object' && value !== null && 'format' in value ? value.format : undefined;
  if (format !== MODEL_FORMAT) {
    const found = typeof format === 'number' ? `has format ${format}` : 'has no format number';
    throw new AttganError(`${path} ${found}; this version of attgan reads format ${MODEL_FORMAT} only.`);
  }
  const result = modelFileSchema.safeParse(value);
  if (!result.success) throw new AttganError(`${path} is not valid: ${firstIssue(result.error)}.`);
  return result.data;
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
