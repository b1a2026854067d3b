import { AttganError, gathered, rowMajor } from '@attgan/core';
import { bytesOf, toFloats } from '../dtype.ts';
import type { StoredTensor } from '../parse-safetensors.ts';
import { quote } from '../safetensors-header.ts';
import type { PickledStorage, PickledTensor } from './pickle-values.ts';

/** The bytes of a storage; its length was checked against the file's. */
export type StorageBytes = (storage: PickledStorage) => () => Uint8Array;

/**
 * A tensor whose values can be read safely: its elements all lie within its storage, which lies within the file.
 * @param name for messages
 */
export function storedTensor(
  tensor: PickledTensor,
  name: string,
  file: string,
  bytesOfStorage: StorageBytes,
): StoredTensor {
  const { storage, offset, shape, strides } = tensor;
  const { dtype, count } = storage;
  const size = shape.reduce((product, edge) => product * edge, 1);
  const last = shape.reduce((sum, edge, axis) => sum + (edge - 1) * (strides[axis] ?? 0), offset);
  const fits = strides.length === shape.length && size <= count && (size === 0 || last < count);
  if (!fits) {
    throw new AttganError(
      `${file} is damaged: ${quote(name)} of shape [${shape.join(', ')}] reaches beyond its storage of ${count} values (offset ${offset}).`,
    );
  }
  const read = bytesOfStorage(storage);
  const width = bytesOf(dtype);
  return {
    shape,
    dtype,
    values() {
      const bytes = read();
      const plain = size === 0 || isRowMajor(shape, strides);
      if (plain) return toFloats(dtype, bytes.subarray(offset * width, (offset + size) * width));
      return gathered(toFloats(dtype, bytes), shape, strides, offset);
    },
  };
}

/** Strides along axes of one element mean nothing. */
function isRowMajor(shape: readonly number[], strides: readonly number[]): boolean {
  const expected = rowMajor(shape);
  return shape.every((edge, axis) => edge === 1 || strides[axis] === expected[axis]);
}

/** @throws AttganError when the file has other than the bytes that the storage is said to take */
export function checkStorage({ key, dtype, count }: PickledStorage, bytes: number, file: string): void {
  const wanted = count * bytesOf(dtype);
  if (wanted === bytes) return;
  throw new AttganError(
    `${file} is damaged: its storage ${quote(key)} should have ${count} values in ${wanted} bytes, but has ${bytes} bytes.`,
  );
}
