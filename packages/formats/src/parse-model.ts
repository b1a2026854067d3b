import { AttganError } from '@attgan/core';
import { fileOfFormat } from './file-of-format.ts';
import { MODEL_FORMAT, modelFileSchema, type ModelCard, type ModelFile } from './model-card.ts';
import { parseJson } from './parse-json.ts';
import { parseSafetensors, type StoredTensor } from './parse-safetensors.ts';
import { sha256OfBytes } from './sha256-of-bytes.ts';

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
 * What a `model.json`, in UTF-8, says.
 * @param path stands for the file in messages
 * @throws AttganError in one line when it is no JSON, from another version, or has unknown keys
 */
export function parseModelFile(json: Uint8Array, path: string): ModelFile {
  return modelFileOf(parseJson(json, path), path);
}

/** The same of what was parsed. */
export function modelFileOf(value: unknown, path: string): ModelFile {
  return fileOfFormat(value, MODEL_FORMAT, modelFileSchema, path);
}

/**
 * A model whose two files are in memory, wherever they came from.
 * @param path of the weights, for messages
 * @throws AttganError in one line when the weights are damaged or are those of another model
 */
export async function parseModel(file: ModelFile, weights: Uint8Array, path: string): Promise<StoredModel> {
  const { weights: expected, ...card } = file;
  const sha256 = await sha256OfBytes(weights);
  checkDigest(path, sha256, expected.sha256);
  return { card, tensors: parseSafetensors(weights, path).tensors, sha256 };
}

/** @throws AttganError when a weights file is not the one that its card names */
export function checkDigest(path: string, found: string, expected: string): void {
  if (found === expected) return;
  throw new AttganError(
    `${path} does not match ${CARD_FILE}: its SHA-256 begins ${found.slice(0, 12)}, ` +
      `not ${expected.slice(0, 12)}. Copy the model again.`,
  );
}
