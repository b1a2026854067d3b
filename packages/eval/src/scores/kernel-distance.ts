import type { RandomKey } from '@attgan/core';
import { bootstrapStatistic } from './bootstrap.ts';
import type { Estimate } from '../finding.ts';
import type { Features } from './frechet-distance.ts';
import { rowProducts } from './row-products.ts';

export interface KernelDistanceOptions {
  /** How often the rows are resampled for the interval. */
  readonly resamples?: number;
  /** Row i of both comes of the same face. They are then resampled together and not compared with each other. */
  readonly paired?: boolean;
}

/**
 * The kernel inception distance: the squared maximum mean discrepancy for k(x, y) = (x · y / width + 1)³, estimated
 * without bias, so that it may be below 0 (Bińkowski et al., "Demystifying MMD GANs", 2018, section 4): the mean of
 * k(x, x') over pairs of different rows of the one, and likewise of the other, less twice that of k(x, y).
 *
 * All pairs are used rather than subsets. The interval is the basic one over resampled rows. A row drawn twice is not
 * compared with itself there either, which would bias every resample upwards. `count` is that of the smaller set.
 * @param one [rows, width], at least 2
 * @param other [others, width], at least 2
 */
export function kernelDistance(
  one: Features,
  other: Features,
  width: number,
  key: RandomKey,
  { resamples = 200, paired = false }: KernelDistanceOptions = {},
): Estimate {
  const [a, b] = [Float64Array.from(one), Float64Array.from(other)];
  const [rows, others] = [a.length / width, b.length / width];
  const [within, amongOthers, between] = [kernel(a, a, width), kernel(b, b, width), kernel(a, b, width)];
  const statistic = (indices: Int32Array): number => {
    const first = counted(indices.subarray(0, rows), 0, rows);
    const second = paired ? first : counted(indices.subarray(rows), rows, others);
    return (
      pairMean(within, first, first, rows, true) +
      pairMean(amongOthers, second, second, others, true) -
      2 * pairMean(between, first, second, others, paired)
    );
  };
  const estimate = bootstrapStatistic(paired ? rows : [rows, others], statistic, key, resamples);
  return { ...estimate, count: Math.min(rows, others) };
}

function kernel(a: Float64Array, b: Float64Array, width: number): Float64Array {
  const values = rowProducts(a, b, width);
  for (let at = 0; at < values.length; at++) values[at] = ((values[at] as number) / width + 1) ** 3;
  return values;
}

/** The rows that occur, and how often. */
interface Counted {
  readonly rows: Int32Array;
  readonly times: Float64Array;
}

function counted(indices: Int32Array, start: number, size: number): Counted {
  const times = new Float64Array(size);
  for (const index of indices) times[index - start] = (times[index - start] as number) + 1;
  const rows = Int32Array.from(times.keys()).filter((row) => times[row] !== 0);
  return { rows, times: Float64Array.from(rows, (row) => times[row] as number) };
}

/** The mean of `values` [rows, columns] over pairs of these; of unlike ones where `unlike`. Not a number without any. */
function pairMean(values: Float64Array, first: Counted, second: Counted, columns: number, unlike: boolean): number {
  let [total, pairs] = [0, 0];
  const { rows, times } = second;
  for (let at = 0; at < first.rows.length; at++) {
    const row = first.rows[at] as number;
    let [sum, weight] = [0, 0];
    for (let position = 0; position < rows.length; position++) {
      sum += (times[position] as number) * (values[row * columns + (rows[position] as number)] as number);
      weight += times[position] as number;
    }
    const own = first.times[at] as number;
    if (unlike) {
      sum -= own * (values[row * columns + row] as number);
      weight -= own;
    }
    total += own * sum;
    pairs += own * weight;
  }
  return total / pairs;
}
