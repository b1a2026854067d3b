import jstat from 'jstat';
import type { Estimate } from '../finding.ts';

/** A difference of two means with its 95 % interval. */
export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * The mean of what several seeds gave, with Student's 95 % interval over seeds; of a single seed, its own estimate, whose
 * interval is over faces and says nothing of other seeds.
 */
export function acrossSeeds(estimates: readonly Estimate[]): Estimate | undefined {
  const [only] = estimates;
  if (only === undefined || estimates.length === 1) return only;
  const { mean, variance, count } = momentsOf(estimates);
  const reach = jstat.studentt.inv(0.975, count - 1) * Math.sqrt(variance / count);
  return { value: mean, low: mean - reach, high: mean + reach, count };
}

/**
 * How much higher `a` is than `b`: by Welch's interval over seeds where both have several, otherwise by the intervals
 * over faces, taken as independent, which is wider than the truth where both saw the same faces.
 */
export function differenceOf(a: readonly Estimate[], b: readonly Estimate[]): Difference | undefined {
  if (a.length === 0 || b.length === 0) return undefined;
  const [first, second] = [momentsOf(a), momentsOf(b)];
  const value = first.mean - second.mean;
  if (a.length === 1 || b.length === 1) {
    const widths = [...a, ...b].map(({ low, high }) => (high - low) / 2);
    const reach = Math.hypot(Math.max(...widths.slice(0, a.length)), Math.max(...widths.slice(a.length)));
    return { value, low: value - reach, high: value + reach };
  }
  const [shareA, shareB] = [first.variance / first.count, second.variance / second.count];
  const freedom = (shareA + shareB) ** 2 / (shareA ** 2 / (first.count - 1) + shareB ** 2 / (second.count - 1));
  const reach = shareA + shareB === 0 ? 0 : jstat.studentt.inv(0.975, freedom) * Math.sqrt(shareA + shareB);
  return { value, low: value - reach, high: value + reach };
}

function momentsOf(estimates: readonly Estimate[]): { mean: number; variance: number; count: number } {
  const count = estimates.length;
  const mean = estimates.reduce((sum, { value }) => sum + value, 0) / count;
  const squares = estimates.reduce((sum, { value }) => sum + (value - mean) ** 2, 0);
  return { mean, variance: squares / Math.max(1, count - 1), count };
}
