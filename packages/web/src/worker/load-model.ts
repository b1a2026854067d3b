import { CLASSIFIER_FILE, CLASSIFIER_WEIGHTS_FILE, loadClassifierFrom, parseClassifierFile } from '@attgan/classifier';
import { createRegistry } from '@attgan/core';
import { openStoredEditor, type Editor, type LabelReader, type NetworkDefinitions } from '@attgan/editor';
import { CARD_FILE, parseModel, parseModelFile, WEIGHTS_FILE } from '@attgan/formats';
import nets from '@attgan/nets';
import { cachedWeights, freshText } from './model-cache.ts';

/**
 * Loads a model from a folder of the site.
 * @param name of the model, a folder beside others
 * @param models URL of the folder that holds them, with a slash at its end
 * @throws AttganError in one line when a file is missing or damaged
 */
export async function loadModel(name: string, models: string, onShare: (share: number) => void): Promise<Editor> {
  const folder = new URL(`${name}/`, models).href;
  const file = parseModelFile(await freshBytes(`${folder}${CARD_FILE}`), CARD_FILE);
  const weights = await cachedWeights(`${folder}${WEIGHTS_FILE}`, file.weights.sha256, onShare);
  const stored = await parseModel(file, weights, WEIGHTS_FILE);
  return openStoredEditor(name, stored, definitions(folder, models));
}

function definitions(folder: string, models: string): NetworkDefinitions {
  return {
    generator: createRegistry('generator', [nets]).get,
    critic: createRegistry('critic', [nets]).get,
    reader: ({ model }) => loadReader(new URL(`${model}/`, model.startsWith('.') ? folder : models).href),
  };
}

async function loadReader(folder: string): Promise<LabelReader> {
  const file = parseClassifierFile(await freshBytes(`${folder}${CLASSIFIER_FILE}`), CLASSIFIER_FILE);
  const weights = await cachedWeights(`${folder}${CLASSIFIER_WEIGHTS_FILE}`, file.weights.sha256);
  return loadClassifierFrom(file, weights, CLASSIFIER_WEIGHTS_FILE);
}

async function freshBytes(url: string): Promise<Uint8Array> {
  return new TextEncoder().encode(await freshText(url));
}
