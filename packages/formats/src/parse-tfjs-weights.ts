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

/** The tensors of one file in TensorFlow.js's own format, in their order, and that file's name. */
export type TfjsManifest = z.output<typeof manifestSchema>[0];

/** @throws Error when the text is none of this format */
export function parseTfjsManifest(text: string): TfjsManifest {
  return manifestSchema.parse(JSON.parse(text))[0];
}

/**
 * Weights in TensorFlow.js's own format: float32 and int32, as they are or rounded to 256 steps.
 * @throws Error when there are fewer bytes than the manifest says
 */
export function parseTfjsWeights({ weights, paths }: TfjsManifest, bytes: Uint8Array): ReadonlyMap<string, TfjsWeight> {
  const read = new Map<string, TfjsWeight>();
  let start = 0;
  for (const { name, shape, dtype, quantization } of weights) {
    const count = shape.reduce((product, edge) => product * edge, 1);
    const end = start + count * (quantization === undefined ? 4 : 1);
    if (end > bytes.length) throw new Error(`${paths[0]} ends after ${bytes.length} bytes, in the middle of ${name}`);
    const part = bytes.subarray(start, end);
    const view = new DataView(part.buffer, part.byteOffset, part.length);
    const number = (index: number): number =>
      dtype === 'int32' ? view.getInt32(4 * index, true) : view.getFloat32(4 * index, true);
    const values =
      quantization === undefined
        ? Float32Array.from({ length: count }, (_, index) => number(index))
        : Float32Array.from(part, (step) => step * quantization.scale + quantization.min);
    read.set(name, { shape, values });
    start = end;
  }
  return read;
}
