import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { z } from 'zod';

/** A tensor read from a file, not yet on a backend. */
export interface TfjsWeight {
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

const manifestSchema = z.tuple([
  z.object({
    weights: z.array(
      z.object({
        name: z.string(),
        shape: z.array(z.int().positive()),
        dtype: z.enum(['float32', 'int32']),
        quantization: z.object({ dtype: z.literal('uint8'), scale: z.number(), min: z.number() }).optional(),
      }),
    ),
    paths: z.tuple([z.string()]),
  }),
]);

/**
 * Reads weights in TensorFlow.js's own format, a manifest beside one file: float32 and int32, as they are or rounded to 256 steps.
 * @param manifest path of the file `…-weights_manifest.json`
 * @throws Error when a file is missing or is none of this format
 */
export async function readTfjsWeights(manifest: string): Promise<ReadonlyMap<string, TfjsWeight>> {
  const [{ weights, paths }] = manifestSchema.parse(JSON.parse(await readFile(manifest, 'utf8')));
  const bytes = await readFile(join(dirname(manifest), paths[0]));
  const read = new Map<string, TfjsWeight>();
  let start = 0;
  for (const { name, shape, dtype, quantization } of weights) {
    const count = shape.reduce((product, edge) => product * edge, 1);
    const end = start + count * (quantization === undefined ? 4 : 1);
    if (end > bytes.length) throw new Error(`${paths[0]} ends after ${bytes.length} bytes, in the middle of ${name}`);
    const part = bytes.subarray(start, end);
    const number = (index: number): number =>
      dtype === 'int32' ? part.readInt32LE(4 * index) : part.readFloatLE(4 * index);
    const values =
      quantization === undefined
        ? Float32Array.from({ length: count }, (_, index) => number(index))
        : Float32Array.from(part, (step) => step * quantization.scale + quantization.min);
    read.set(name, { shape, values });
    start = end;
  }
  return read;
}
