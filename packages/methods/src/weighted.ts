import { UsageError } from '@attgan/core';
import type { Term } from '@attgan/training';
import type * as tf from '@tensorflow/tfjs-core';

/** Makes one player's terms; the user's weights override by `player/term`, or by the term's name alone. */
export interface Weighted<F> {
  (name: string, weight: number, value: (forward: F) => tf.Scalar): Term<F>;
}

type Weights = Readonly<Record<string, number>>;

export function weighted<F>(player: string, overrides: Weights): Weighted<F> {
  return (name, weight, value) => ({
    name,
    weight: overrides[`${player}/${name}`] ?? overrides[name] ?? weight,
    value,
  });
}

/** @throws UsageError when an override names no term, or two terms at once */
export function checkWeights<F>(terms: Readonly<Record<string, readonly Term<F>[]>>, overrides: Weights): void {
  const full = Object.entries(terms).flatMap(([player, owned]) => owned.map(({ name }) => `${player}/${name}`));
  for (const key of Object.keys(overrides)) {
    const meant = full.filter((name) => name === key || name.endsWith(`/${key}`));
    if (meant.length === 1) continue;
    const problem = meant.length === 0 ? 'no term has that name' : `that may be ${meant.join(' or ')}`;
    throw new UsageError(`weights.${key}: ${problem}. Known: ${full.join(', ')}.`);
  }
}
