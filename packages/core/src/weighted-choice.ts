import { UsageError } from './errors.ts';

/**
 * The weight of each of the names; 1 where none is given.
 * @param option what gave the weights, for messages
 * @throws UsageError for a weight of something else, and where no weight is above 0
 */
export function weightsOf(
  weights: Readonly<Record<string, number>>,
  names: readonly string[],
  option: string,
): number[] {
  const unknown = Object.keys(weights).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw new UsageError(`${option}: the data has no attribute ${unknown}. It has: ${names.join(', ')}.`);
  }
  const all = names.map((name) => weights[name] ?? 1);
  if (all.every((weight) => weight === 0)) {
    throw new UsageError(`${option}: at least one attribute must have a weight above 0.`);
  }
  return all;
}

/**
 * Which of the things is drawn, each as often as its weight says; −1 where no weight is above 0.
 * @param draw in [0, 1)
 */
export function weightedChoice(weights: readonly number[], draw: number): number {
  const reach = draw * weights.reduce((sum, weight) => sum + weight, 0);
  let bound = 0;
  return weights.findIndex((weight) => reach < (bound += weight));
}
