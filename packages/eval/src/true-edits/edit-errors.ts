import type { Rows } from '../metrics/metric.ts';
import { NO_SUMS, type EditSums } from '../scores/compare-edit.ts';

/** How far edits are from the true ones, over all their pixels at once. */
export interface EditErrors {
  /** Mean |our edit − true edit| and |unedited − true edit| where the true edit changes the face, in 255ths. */
  readonly insideOurs: number;
  readonly insideUnedited: number;
  /** The first over the second: 0 is the true edit, 1 no edit at all. */
  readonly ratio: number;
  /** Mean |our edit − true edit| everywhere else, in 255ths. */
  readonly outside: number;
}

/** The columns of a row of sums. */
export const SUMS = Object.keys(NO_SUMS) as readonly (keyof EditSums)[];

/** The sums over the faces at these positions, which may repeat; over all when absent. @param rows [faces, `SUMS`] */
export function sumOfFaces({ width, values }: Rows, faces?: ArrayLike<number>): EditSums {
  const sums = SUMS.map(() => 0);
  const count = faces?.length ?? values.length / width;
  for (let at = 0; at < count; at++) {
    const start = (faces?.[at] ?? at) * width;
    for (let index = 0; index < width; index++) {
      sums[index] = (sums[index] as number) + (values[start + index] as number);
    }
  }
  return Object.fromEntries(SUMS.map((name, index) => [name, sums[index]])) as unknown as EditSums;
}

/** Not a number where edits change no pixel, or every one. */
export function errorsOf(sums: EditSums): EditErrors {
  return {
    insideOurs: sums.insideOurs / sums.insideValues,
    insideUnedited: sums.insideUnedited / sums.insideValues,
    ratio: sums.insideOurs / sums.insideUnedited,
    outside: sums.outsideOurs / sums.outsideValues,
  };
}

/** The mean of the values that exist: an attribute whose edits change no pixel has no ratio. */
export function meanOfKnown(values: readonly number[]): number {
  const known = values.filter(Number.isFinite);
  return known.reduce((sum, value) => sum + value, 0) / known.length;
}
