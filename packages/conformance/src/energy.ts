import { differentiate } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { slopeAlong } from './differences.ts';
import { createKinks, type Kinks } from './kinks.ts';
import { draw, toTensor, type Values } from './values.ts';

/** What is known of an operation before anything is computed. */
export interface OperationHead {
  readonly group: string;
  readonly name: string;
  /** How often it must be differentiable. */
  readonly derivatives: 0 | 1 | 2;
  /** Relative, of values and of derivatives. */
  readonly tolerance?: readonly [values: number, derivatives: number];
}

/** A function of tensors, and the same in float64. */
export interface Operation extends OperationHead {
  readonly inputs: readonly Values[];
  /** What the inputs are called in reports; numbered unless given. */
  readonly names?: readonly string[];
  compute(inputs: readonly tf.Tensor[]): tf.Tensor;
  reference(inputs: readonly Values[], kinks: Kinks): Values;
}

type Scalar = (inputs: readonly Values[]) => number;

// What is differentiated is E = Σ w·y², with drawn weights w; and for the second derivative ⟨v, ∂E/∂x⟩, x being the
// first input and v drawn.

export function energy({ name, inputs, reference }: Operation): Scalar {
  const kinks = createKinks();
  // Decides about kinks where the inputs are, before anything moves.
  const weights = draw(`${name} w`, reference(inputs, kinks).shape).data;
  return (moved) => {
    kinks.restart();
    return reference(moved, kinks).data.reduce((sum, y, index) => sum + (weights[index] as number) * y * y, 0);
  };
}

export function energySlope(operation: Operation): Scalar {
  const direction = directionOf(operation);
  const ofEnergy = energy(operation);
  return (moved) => slopeAlong(ofEnergy, moved, [direction]);
}

/** ∂E/∂ of every input, by the backend. */
export function energyGradients(operation: Operation): tf.Tensor[] {
  const xs = operation.inputs.map((input) => toTensor(input));
  return differentiate(xs, () => tensorEnergy(operation, xs));
}

/** ∂⟨v, ∂E/∂x⟩/∂ of every input, by the backend. */
export function slopeGradients(operation: Operation): tf.Tensor[] {
  const xs = operation.inputs.map((input) => toTensor(input));
  const v = toTensor(directionOf(operation));
  return differentiate(xs, () => {
    const slope = tf.grad((x: tf.Tensor) => tensorEnergy(operation, xs.with(0, x)))(xs[0] as tf.Tensor);
    return tf.sum(tf.mul(slope, v));
  });
}

function tensorEnergy({ name, compute }: Operation, inputs: readonly tf.Tensor[]): tf.Scalar {
  const y = compute(inputs);
  return tf.sum(tf.mul(toTensor(draw(`${name} w`, y.shape)), tf.square(y)));
}

function directionOf({ name, inputs }: Operation): Values {
  return draw(`${name} v`, (inputs[0] as Values).shape);
}

export function namesOf({ inputs, names }: Operation): string[] {
  return inputs.map((_, index) => `the gradient for ${names?.[index] ?? `input ${index}`}`);
}
