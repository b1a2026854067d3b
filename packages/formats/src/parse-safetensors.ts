import { toFloats, type Dtype } from './dtype.ts';
import { LENGTH_BYTES, headerLength, parseHeader, type SafetensorsHeader } from './safetensors-header.ts';

/** A tensor as a file holds it. */
export interface StoredTensor {
  readonly shape: readonly number[];
  readonly dtype: Dtype;
  /** The elements in row-major order, as float32 whatever the file's dtype; a new array at every call. */
  values(): Float32Array;
}

export interface Safetensors {
  /** In the order of their bytes in the file. */
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file that is in memory; `name` stands for the file in messages.
 * @throws AttganError in one line when it is truncated or not exactly what its header says
 */
export function parseSafetensors(bytes: Uint8Array, name: string): Safetensors {
  const length = headerLength(bytes.subarray(0, LENGTH_BYTES), bytes.length, name);
  const data = bytes.subarray(LENGTH_BYTES + length);
  return assemble(parseHeader(bytes.subarray(LENGTH_BYTES, LENGTH_BYTES + length), data.length, name), data);
}

/** The tensors that a header describes, in the bytes after it. */
export function assemble(header: SafetensorsHeader, data: Uint8Array): Safetensors {
  const tensors = new Map<string, StoredTensor>();
  for (const { name, dtype, shape, start, end } of header.entries) {
    tensors.set(name, { shape, dtype, values: () => toFloats(dtype, data.subarray(start, end)) });
  }
  return { tensors, metadata: header.metadata };
}
