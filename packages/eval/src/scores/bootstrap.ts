import { fold, type RandomKey } from '@attgan/core';
import type { Estimate } from '../finding.ts';

const RESAMPLES = 1000;

/**
 * The mean of `values`, leaving out those that are not a number, with the percentile interval of 95 % by resampling
 * them. Of a single value, or of equal ones, the interval is that value: a bootstrap knows no more than its sample.
 * @returns undefined when no value is a number
 */
export function bootstrapMean(
  values: ArrayLike<number>,
  key: RandomKey,
  resamples: number = RESAMPLES,
): Estimate | undefined {
  const present = Float64Array.from(values).filter((value) => !Number.isNaN(value));
  const count = present.length;
  if (count === 0) return undefined;
  const value = meanAt(
    present,
    Int32Array.from(present, (_, index) => index),
  );
  const chosen = new Int32Array(count);
  const means = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    drawWithin(fold(key, resample), chosen, 0, count);
    means[resample] = meanAt(present, chosen);
  }
  means.sort();
  return { value, low: quantile(means, 0.025), high: quantile(means, 0.975), count };
}

export interface BootstrapOptions {
  /** What the statistic cannot be below, e.g. 0 for a distance. */
  readonly atLeast?: number;
  /** What it cannot be above, e.g. 1 for a share. */
  readonly atMost?: number;
}

/**
 * Any statistic of rows, with the basic interval of 95 %: from 2s − q(97.5 %) to 2s − q(2.5 %), where s is the
 * statistic of all rows and q are quantiles of it over resampled ones (Davison and Hinkley, "Bootstrap methods and
 * their application", 1997, section 5.2).
 *
 * Resampled rows repeat, so they spread less than the rows they come from and look further from anything else: a
 * Fréchet distance between them is larger than that between the rows, as the latter is larger than that between the
 * populations. Percentiles would count this bias twice; reflecting them at the estimate takes it out. Where the bias
 * exceeds the spread the estimate itself is outside the reflected interval, which is then stretched to it. Resamples
 * for which the statistic is not a number are left out.
 * @param count rows, or the sizes of groups that are each resampled within themselves; the rows of a group are
 *   numbered on from those before it
 * @param statistic of the rows at these positions, which repeat; the array is reused
 */
export function bootstrapStatistic(
  count: number | readonly number[],
  statistic: (indices: Int32Array) => number,
  key: RandomKey,
  resamples: number = RESAMPLES,
  { atLeast = -Infinity, atMost = Infinity }: BootstrapOptions = {},
): Estimate {
  const groups = typeof count === 'number' ? [count] : count;
  const total = groups.reduce((sum, size) => sum + size, 0);
  const chosen = Int32Array.from({ length: total }, (_, index) => index);
  const value = statistic(chosen);
  const found = new Float64Array(resamples);
  for (let resample = 0; resample < resamples; resample++) {
    let [start, resampleKey] = [0, fold(key, resample)];
    for (const size of groups) {
      drawWithin(resampleKey, chosen, start, size);
      start += size;
      resampleKey = fold(resampleKey, 'next group');
    }
    found[resample] = statistic(chosen);
  }
  const sorted = found.filter((one) => !Number.isNaN(one)).sort();
  if (sorted.length === 0) return { value, low: value, high: value, count: total };
  const low = Math.max(atLeast, 2 * value - quantile(sorted, 0.975));
  const high = Math.min(atMost, 2 * value - quantile(sorted, 0.025));
  return { value, low: Math.min(low, value), high: Math.max(high, value), count: total };
}

function meanAt(values: Float64Array, indices: Int32Array): number {
  let sum = 0;
  for (let at = 0; at < indices.length; at++) sum += values[indices[at] as number] as number;
  return sum / indices.length;
}

/** Linear between the sorted values, as numpy's default. */
function quantile(sorted: Float64Array, share: number): number {
  const place = share * (sorted.length - 1);
  const below = Math.floor(place);
  const first = sorted[below] as number;
  return first + (place - below) * ((sorted[Math.min(below + 1, sorted.length - 1)] as number) - first);
}

/**
 * Fills `size` places from `start` on with positions from start … start + size − 1, drawn with repetition. The key's
 * two words start xoroshiro64** (Blackman and Vigna, "Scrambled linear pseudorandom number generators", 2021): a
 * million draws by the key's own generator would take a tenth of a second.
 */
function drawWithin([first, second]: RandomKey, indices: Int32Array, start: number, size: number): void {
  // All zero is the one state that it never leaves.
  let s0 = first | 1;
  let s1 = second | 0;
  for (let at = start; at < start + size; at++) {
    const product = Math.imul(s0, 0x9e3779bb);
    const word = Math.imul((product << 5) | (product >>> 27), 5) >>> 0;
    indices[at] = start + Math.floor((word / 2 ** 32) * size);
    s1 ^= s0;
    s0 = ((s0 << 26) | (s0 >>> 6)) ^ s1 ^ (s1 << 9);
    s1 = (s1 << 13) | (s1 >>> 19);
  }
}
