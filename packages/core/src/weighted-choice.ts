import { UsageError } from './errors.ts';

/**
 * For each of the names, its weight and those of all before it; 1 where none is given.
 * @param option what gave the weights, for messages
 * @throws UsageError for a weight of something else, and where no weight is above 0
 */
export function weightedSums(
  weights: Readonly<Record<string, number>>,
  names: readonly string[],
  option: string,
): number[] {
  const unknown = Object.keys(weights).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`${option}: the data has no attribute ${unknown}. It has: ${names.join(', ')}.`);
  }
  let sum = 0;
  const sums = names.map((name) => (sum += weights[name] ?? 1));
  if (sum === 0) throw new UsageError(`${option}: at least one attribute must have a weight above 0.`);
  return sums;
}

/**
 * Which of the things is drawn, each as often as its weight says.
 * @param sums as `weightedSums` gives them
 * @param draw in [0, 1)
 */
export function weightedChoice(sums: readonly number[], draw: number): number {
  const total = sums.at(-1) ?? 0;
  return sums.findIndex((bound) => draw * total < bound);
}
