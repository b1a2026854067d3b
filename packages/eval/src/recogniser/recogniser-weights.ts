import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { readTfjsWeights, type TfjsWeight } from '@attgan/formats';

export type RecogniserWeights = ReadonlyMap<string, TfjsWeight>;

const PACKAGE = '@vladmandic/face-api';
const MANIFEST = 'face_recognition_model-weights_manifest.json';

/**
 * Reads the weights of dlib's face recognition network (Davis King, `dlib_face_recognition_resnet_model_v1`, given to
 * the public domain) as `@vladmandic/face-api` carries them: TensorFlow.js's weights format, most of them rounded to
 * 256 steps.
 * @param folder holds the manifest; that of the installed package when absent
 * @throws AttganError when the package is not installed, or its files cannot be read
 */
export async function readRecogniserWeights(folder: string = installedFolder()): Promise<RecogniserWeights> {
  try {
    return await readTfjsWeights(join(folder, MANIFEST));
  } catch (error) {
    throw unusableWeights(messageOf(error), folder);
  }
}

/** The error for weights that are there and cannot be used. */
export function unusableWeights(problem: string, folder?: string): AttganError {
  const where = folder === undefined ? '' : ` in ${folder}`;
  return new AttganError(
    `The weights of the face recogniser${where} are damaged: ${problem}. Install ${PACKAGE} again, e.g. with \`npm install --force ${PACKAGE}@1.7.15\`.`,
  );
}

function installedFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'model');
  } catch (error) {
    throw new AttganError(
      `The face recogniser needs the weights in the package ${PACKAGE}, which is not installed. Run \`npm install ${PACKAGE}@1.7.15\`.`,
      { cause: error },
    );
  }
}
