import { cp, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { AttganError } from '@attgan/core';
import {
  currentFolder,
  fileError,
  makeFolder,
  publishFolder,
  removeLeftovers,
  sha256OfFile,
  temporaryBeside,
  writeFileAtomically,
  writeSafetensors,
} from '@attgan/formats';
import { flatten } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { AttributeClassifier } from './attribute-classifier.ts';
import { CLASSIFIER_FORMAT, classifierFileSchema, type ClassifierCard } from './classifier-card.ts';
import { CLASSIFIER_FILE, CLASSIFIER_WEIGHTS_FILE } from './parse-classifier-file.ts';

/**
 * Writes a classifier folder atomically, weights in half precision. An existing classifier is replaced; other files beside it
 * are kept.
 * @param told what the classifier itself does not store: the data it was trained on, in a line, and more
 * @throws AttganError when the folder is not empty and holds no classifier, or writing fails
 */
export async function saveClassifier(
  folder: string,
  classifier: Omit<AttributeClassifier, 'dispose'>,
  told: Pick<ClassifierCard, 'data' | 'crop' | 'test'>,
): Promise<void> {
  const final = resolve(folder);
  const others = await checkClassifierFolder(final);
  const old = await currentFolder(final);
  const temporary = temporaryBeside(final);
  try {
    await makeFolder(dirname(final));
    await mkdir(temporary);
    for (const name of others) await cp(join(old, name), join(temporary, name), { recursive: true });
    const weights = join(temporary, CLASSIFIER_WEIGHTS_FILE);
    const { params, state } = classifier.weights;
    const tensors = flatten<tf.Tensor>({ params, state }).map(
      async ([name, tensor]) => [name, { shape: tensor.shape, values: await tensor.data<'float32'>() }] as const,
    );
    await writeSafetensors(weights, await Promise.all(tensors), {
      dtype: 'F16',
      metadata: { format: 'attgan classifier' },
    });
    const { attributes, size, layers, training, validation } = classifier;
    const card = { format: CLASSIFIER_FORMAT, attributes, size, layers, ...told, training, validation };
    const file = classifierFileSchema.parse(
      JSON.parse(JSON.stringify({ ...card, weights: { sha256: await sha256OfFile(weights) } })),
    );
    await writeFileAtomically(join(temporary, CLASSIFIER_FILE), `${JSON.stringify(file, null, 2)}\n`);
    await publishFolder(temporary, final);
    await removeLeftovers(dirname(final));
  } catch (error) {
    await rm(temporary, { recursive: true, force: true });
    throw error instanceof Error && 'syscall' in error ? fileError('write', final, error) : error;
  }
}

/**
 * Names of what lies in `folder` beside a classifier.
 * @throws AttganError when the folder holds something else than a classifier
 */
export async function checkClassifierFolder(folder: string): Promise<readonly string[]> {
  let names: readonly string[];
  try {
    names = await readdir(await currentFolder(resolve(folder)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw fileError('write a classifier to', folder, error);
  }
  if (names.length > 0 && !names.includes(CLASSIFIER_FILE)) {
    throw new AttganError(
      `Cannot write a classifier to ${folder}: the folder is not empty and is not a classifier folder ` +
        `(it has ${names.slice(0, 3).join(', ')}). Name another folder.`,
    );
  }
  return names.filter((name) => name !== CLASSIFIER_FILE && name !== CLASSIFIER_WEIGHTS_FILE);
}
