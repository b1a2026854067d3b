import { AttganError } from '@attgan/core';
import type { Dtype } from '../dtype.ts';
import { bytesIn, numberIn, wireFields } from './wire.ts';

/** TensorFlow's numbers of element types that weights have. */
export const TENSORFLOW_DTYPES: ReadonlyMap<number, Dtype> = new Map([
  [1, 'F32'],
  [2, 'F64'],
  [3, 'I32'],
  [9, 'I64'],
  [14, 'BF16'],
  [19, 'F16'],
]);

/** A TensorShapeProto. @throws AttganError for a dimension that is unknown or absurd */
export function shapeOf(bytes: Uint8Array, what: string): number[] {
  const shape: number[] = [];
  for (const { field, value } of wireFields(bytes, what)) {
    if (field !== 2) continue;
    let edge = 0;
    for (const dimension of wireFields(bytesIn(value), what))
      if (dimension.field === 1) edge = numberIn(dimension.value);
    if (!Number.isSafeInteger(edge) || edge < 0 || shape.length >= 8) {
      throw new AttganError(`${what} is damaged: it has a shape that no tensor has.`);
    }
    shape.push(edge);
  }
  return shape;
}

export function countOf(shape: readonly number[]): number {
  return shape.reduce((product, edge) => product * edge, 1);
}
