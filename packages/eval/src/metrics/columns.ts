import type { Rows } from './metric.ts';

/** One number of every face. */
export function column({ width, values }: Rows, index: number): Float32Array {
  return Float32Array.from({ length: values.length / width }, (_, face) => values[face * width + index] as number);
}

/** Each face's mean over the numbers it has; not a number for faces that have none. */
export function meanOfRows({ width, values }: Rows): Float32Array {
  return Float32Array.from({ length: values.length / width }, (_, face) => {
    const present = values.subarray(face * width, (face + 1) * width).filter((value) => !Number.isNaN(value));
    return present.reduce((sum, value) => sum + value, 0) / present.length;
  });
}
