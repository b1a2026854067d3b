import type { FileHandle } from 'node:fs/promises';
import { AttganError } from '@attgan/core';
import { writeAtomically } from './atomic.ts';
import { floatToHalf } from './half.ts';
import { LENGTH_BYTES, quote } from './safetensors-header.ts';

/** A tensor to write. `values` is read once, when its turn comes, so a getter may compute it late. */
export interface TensorToWrite {
  readonly shape: readonly number[];
  /** Row-major, as many as the shape says. */
  readonly values: Float32Array;
}

export interface SafetensorsOptions {
  /** F32 (the default) keeps every bit; F16 rounds to nearest, ties to even, and halves the file. */
  readonly dtype?: 'F32' | 'F16';
  readonly metadata?: Readonly<Record<string, string>>;
}

const ALIGNMENT = 8;

/**
 * Writes tensors to a safetensors file, in the order given: equal input gives equal bytes. The file is there whole or not at
 * all, and is streamed, so no more than one tensor is held twice.
 * @throws AttganError when writing fails, or when F16 cannot hold a value.
 */
export async function writeSafetensors(
  path: string,
  tensors: Iterable<readonly [name: string, tensor: TensorToWrite]>,
  options: SafetensorsOptions = {},
): Promise<void> {
  const { dtype = 'F32', metadata = {} } = options;
  const entries = [...tensors];
  const header = headerBytes(entries, dtype, metadata);
  await writeAtomically(path, async (file) => {
    await writeAll(file, header);
    for (const [name, tensor] of entries) {
      const { values } = tensor;
      if (values.length !== count(tensor.shape)) {
        throw new Error(`${quote(name)} has ${values.length} values for the shape [${tensor.shape.join(', ')}]`);
      }
      await writeAll(file, dtype === 'F32' ? bytesOfView(values) : halfBytes(path, name, values));
    }
  });
}

function headerBytes(
  entries: readonly (readonly [string, TensorToWrite])[],
  dtype: 'F32' | 'F16',
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const parts: string[] = [];
  const names = new Set<string>();
  if (Object.keys(metadata).length > 0) parts.push(`"__metadata__":${JSON.stringify(metadata)}`);
  let start = 0;
  for (const [name, { shape }] of entries) {
    if (name === '__metadata__' || names.has(name)) throw new Error(`A tensor cannot be named ${quote(name)} here`);
    names.add(name);
    const end = start + count(shape) * (dtype === 'F32' ? 4 : 2);
    // Joined by hand: an object would move names that look like numbers to the front.
    parts.push(`${JSON.stringify(name)}:${JSON.stringify({ dtype, shape, data_offsets: [start, end] })}`);
    start = end;
  }
  const text = new TextEncoder().encode(`{${parts.join(',')}}`);
  const length = Math.ceil(text.length / ALIGNMENT) * ALIGNMENT;
  const bytes = new Uint8Array(LENGTH_BYTES + length).fill(0x20);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(length), true);
  bytes.set(text, LENGTH_BYTES);
  return bytes;
}

function halfBytes(path: string, name: string, values: Float32Array): Uint8Array {
  const halves = new Uint16Array(values.length);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const half = floatToHalf(value);
    if ((half & 0x7fff) === 0x7c00 && Number.isFinite(value)) {
      throw new AttganError(
        `Cannot write ${path} as F16: ${quote(name)} contains ${value}, but the largest F16 value is 65504. Write it as F32.`,
      );
    }
    halves[i] = half;
  }
  return bytesOfView(halves);
}

function bytesOfView(view: Float32Array | Uint16Array): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** One write may take less than asked, and no more than 2 GB. */
async function writeAll(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await file.write(bytes, done, Math.min(bytes.length - done, 2 ** 28));
    done += bytesWritten;
  }
}
