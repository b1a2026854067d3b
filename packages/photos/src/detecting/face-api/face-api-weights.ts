import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { readTfjsWeights } from '@attgan/formats';
import { takeFrom, type TakeWeight } from './take-weight.ts';

const PACKAGE = '@vladmandic/face-api';

/**
 * Reads a network of `@vladmandic/face-api` (MIT), whose weights are rounded to 256 steps.
 * @param network begins the names of its two files, as in `ssd_mobilenetv1_model`
 * @throws AttganError when the package is not installed, or its files cannot be read
 */
export async function readFaceApiWeights(network: string): Promise<TakeWeight> {
  const folder = installedFolder();
  const damaged = (problem: string): AttganError =>
    new AttganError(
      `The weights of the face detector in ${folder} are damaged: ${problem}. Install ${PACKAGE} again, e.g. with \`npm install --force ${PACKAGE}@1.7.15\`.`,
    );
  const weights = await readTfjsWeights(join(folder, `${network}-weights_manifest.json`)).catch((error: unknown) => {
    throw damaged(messageOf(error));
  });
  return takeFrom(weights, damaged);
}

function installedFolder(): string {
  try {
    return join(dirname(createRequire(import.meta.url).resolve(`${PACKAGE}/package.json`)), 'model');
  } catch (error) {
    throw new AttganError(
      `The face detector needs the weights in the package ${PACKAGE}, which is not installed. Run \`npm install ${PACKAGE}@1.7.15\`.`,
      { cause: error },
    );
  }
}
