import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { AttganError, messageOf } from '@attgan/core';
import { z } from 'zod';

/** A tensor of the network, not yet on a backend. */
export interface Weight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

export type RecogniserWeights = ReadonlyMap<string, Weight>;

const PACKAGE = '@vladmandic/face-api';
const MANIFEST = 'face_recognition_model-weights_manifest.json';

const manifestSchema = z.tuple([
  z.object({
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().positive()),
        dtype: z.literal('float32'),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
    paths: z.tuple([z.string()]),
  }),
]);

/**
 * Reads the weights of dlib's face recognition network (Davis King, `dlib_face_recognition_resnet_model_v1`, given to
 * the public domain) as `@vladmandic/face-api` carries them: TensorFlow.js's weights format, most of them rounded to
 * 256 steps.
 * @param folder holds the manifest; that of the installed package when absent
 * @throws AttganError when the package is not installed, or its files cannot be read
 */
export async function readRecogniserWeights(folder: string = installedFolder()): Promise<RecogniserWeights> {
  try {
    const [{ weights, paths }] = manifestSchema.parse(JSON.parse(await readFile(join(folder, MANIFEST), 'utf8')));
    const bytes = await readFile(join(folder, paths[0]));
    const read = new Map<string, Weight>();
    let start = 0;
    for (const { name, shape, quantization } of weights) {
      const count = shape.reduce((product, edge) => product * edge, 1);
      const end = start + count * (quantization === undefined ? 4 : 1);
      if (end > bytes.length) throw new Error(`${paths[0]} ends after ${bytes.length} bytes, in the middle of ${name}`);
      const part = bytes.subarray(start, end);
      const values =
        quantization === undefined
          ? Float32Array.from({ length: count }, (_, index) => part.readFloatLE(4 * index))
          : Float32Array.from(part, (step) => step * quantization.scale + quantization.min);
      read.set(name, { shape, values });
      start = end;
    }
    return read;
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
