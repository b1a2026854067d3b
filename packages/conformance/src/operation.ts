import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Deviation, Need } from './case.ts';
import { compare } from './compare.ts';
import { gradient } from './differences.ts';
import { compareAlong, movesOf } from './directions.ts';
import {
  energy,
  energyGradients,
  energySlope,
  namesOf,
  slopeGradients,
  type Operation,
  type OperationHead,
} from './energy.ts';
import { noKinks } from './kinks.ts';
import { toTensor, type Values } from './values.ts';

/** Cases for the values, the gradient, and the gradient of the gradient: each number of them. */
export function casesOf(operation: Operation): ConformanceCase[] {
  const { inputs } = operation;
  const names = namesOf(operation);
  return cases(
    operation,
    () => valuesCase(operation),
    () => compareWith(gradient(energy(operation), inputs), () => energyGradients(operation), names),
    () => compareWith(gradient(energySlope(operation), inputs), () => slopeGradients(operation), names),
  );
}

/**
 * The same for functions of too many numbers: of the gradients what they say of one direction for each layer.
 * @param build makes the operation on the open backend
 */
export function directionalCasesOf(head: OperationHead, build: () => Operation): ConformanceCase[] {
  return cases(
    head,
    () => valuesCase(build()),
    () => along(build(), energy, energyGradients),
    () => along(build(), energySlope, slopeGradients),
  );
}

function valuesCase({ inputs, compute, reference }: Operation): Promise<Deviation> {
  return compareWith([reference(inputs, noKinks)], () => [compute(inputs.map((input) => toTensor(input)))], [
    'the values',
  ]);
}

function along(
  operation: Operation,
  reference: (operation: Operation) => (inputs: readonly Values[]) => number,
  compute: (operation: Operation) => tf.Tensor[],
): Promise<Deviation> {
  return withTensors(
    () => compute(operation),
    (gradients) => compareAlong(gradients, reference(operation), operation.inputs, movesOf(operation)),
  );
}

function cases(
  { group, name, derivatives, tolerance = [1e-5, 1e-4] }: OperationHead,
  values: () => Promise<Deviation>,
  first: () => Promise<Deviation>,
  second: () => Promise<Deviation>,
): ConformanceCase[] {
  const all: [string, Need, number, ConformanceCase['run']][] = [
    [name, 'inference', tolerance[0], values],
    [`${name}: gradient`, 'training', tolerance[1], first],
    [`${name}: gradient of the gradient`, 'secondOrder', tolerance[1], second],
  ];
  return all
    .slice(0, derivatives + 1)
    .map(([title, needs, allowed, run]) => ({ group, name: title, needs, tolerance: allowed, run }));
}

/** Runs `compute`, compares its tensors and disposes them. */
export function compareWith(
  expected: readonly Values[],
  compute: () => tf.Tensor[],
  names: readonly string[],
): Promise<Deviation> {
  return withTensors(compute, (tensors) => compare(tensors, expected, names));
}

async function withTensors<T>(compute: () => tf.Tensor[], use: (tensors: tf.Tensor[]) => Promise<T>): Promise<T> {
  const tensors = tf.tidy(compute);
  try {
    return await use(tensors);
  } finally {
    tf.dispose(tensors);
  }
}
