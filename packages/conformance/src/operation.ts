import { differentiate } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Deviation, Need } from './case.ts';
import { compare } from './compare.ts';
import { gradient, slopeAlong } from './differences.ts';
import { createKinks, noKinks, type Kinks } from './kinks.ts';
import { draw, toTensor, type Values } from './values.ts';

/** A function of tensors and the same in float64, from which follow a case for its values and for its derivatives. */
export interface Operation {
  readonly group: string;
  readonly name: string;
  readonly inputs: readonly Values[];
  compute(inputs: readonly tf.Tensor[]): tf.Tensor;
  reference(inputs: readonly Values[], kinks: Kinks): Values;
  /** How often it must be differentiable. */
  readonly derivatives: 0 | 1 | 2;
  /** Relative, of values and of derivatives. */
  readonly tolerance?: readonly [values: number, derivatives: number];
}

/**
 * Cases for y itself; for the gradient of the energy E = Σ w·y² for every input; and for the gradient of ⟨v, ∂E/∂x⟩ for
 * every input, x being the first. Weights w and v are drawn.
 */
export function casesOf(operation: Operation): ConformanceCase[] {
  const { group, name, derivatives, tolerance: [ofValues, ofDerivatives] = [1e-5, 1e-4] } = operation;
  const all: [string, Need, number, ConformanceCase['run']][] = [
    [name, 'inference', ofValues, () => valuesCase(operation)],
    [`${name}: gradient`, 'training', ofDerivatives, () => gradientCase(operation)],
    [`${name}: gradient of the gradient`, 'secondOrder', ofDerivatives, () => secondCase(operation)],
  ];
  return all
    .slice(0, derivatives + 1)
    .map(([title, needs, tolerance, run]) => ({ group, name: title, needs, tolerance, run }));
}

function valuesCase({ inputs, compute, reference }: Operation): Promise<Deviation> {
  return compareWith([reference(inputs, noKinks)], () => [compute(inputs.map((input) => toTensor(input)))], ['values']);
}

function gradientCase(operation: Operation): Promise<Deviation> {
  const { inputs } = operation;
  return compareWith(
    gradient(energyReference(operation), inputs),
    () => {
      const xs = inputs.map((input) => toTensor(input));
      const energy = energyOf(operation);
      return differentiate(xs, () => energy(xs));
    },
    namesOf(inputs),
  );
}

function secondCase(operation: Operation): Promise<Deviation> {
  const { inputs } = operation;
  const direction = draw(`${operation.name} v`, (inputs[0] as Values).shape);
  const energy = energyReference(operation);
  return compareWith(
    gradient((moved) => slopeAlong(energy, moved, 0, direction), inputs),
    () => {
      const xs = inputs.map((input) => toTensor(input));
      const v = toTensor(direction);
      const tensorEnergy = energyOf(operation);
      return differentiate(xs, () => {
        const slope = tf.grad((x: tf.Tensor) => tensorEnergy(xs.with(0, x)))(xs[0] as tf.Tensor);
        return tf.sum(tf.mul(slope, v));
      });
    },
    namesOf(inputs),
  );
}

/** Runs `compute`, compares its tensors and disposes them. */
export async function compareWith(
  expected: readonly Values[],
  compute: () => tf.Tensor[],
  names: readonly string[],
): Promise<Deviation> {
  const tensors = tf.tidy(compute);
  try {
    return await compare(tensors, expected, names);
  } finally {
    tf.dispose(tensors);
  }
}

function energyOf({ name, compute }: Operation): (inputs: readonly tf.Tensor[]) => tf.Scalar {
  return (inputs) => {
    const y = compute(inputs);
    return tf.sum(tf.mul(toTensor(draw(`${name} w`, y.shape)), tf.square(y)));
  };
}

function energyReference({ name, inputs, reference }: Operation): (inputs: readonly Values[]) => number {
  const kinks = createKinks();
  const weights = draw(`${name} w`, reference(inputs, noKinks).shape).data;
  return (moved) => {
    kinks.restart();
    return reference(moved, kinks).data.reduce((sum, y, index) => sum + (weights[index] as number) * y * y, 0);
  };
}

function namesOf(inputs: readonly Values[]): string[] {
  return inputs.map((_, index) => `for input ${index}`);
}
