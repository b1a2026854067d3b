import { UsageError } from '@attgan/core';
import type { Term } from '@attgan/training';
import type * as tf from '@tensorflow/tfjs-core';

/** Makes terms whose weights a user can override by their name, e.g. `reconstruction`. */
export interface Weighted<F> {
  (name: string, weight: number, value: (forward: F) => tf.Scalar): Term<F>;
  /** @throws UsageError when an override names no term */
  check(terms: readonly Term<F>[]): void;
}

export function weighted<F>(overrides: Readonly<Record<string, number>>): Weighted<F> {
  const term = (name: string, weight: number, value: (forward: F) => tf.Scalar): Term<F> => ({
    name,
    weight: overrides[name] ?? weight,
    value,
  });
  return Object.assign(term, {
    check(terms: readonly Term<F>[]) {
      const names = [...new Set(terms.map(({ name }) => name))];
      for (const name of Object.keys(overrides)) {
        if (!names.includes(name)) {
          throw new UsageError(`weights.${name}: no term has that name. Known: ${names.join(', ')}.`);
        }
      }
    },
  });
}
