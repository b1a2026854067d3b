import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define-kernel.ts';
import { fresh } from './recorded.ts';

export interface AdamAttributes extends Readonly<Record<string, number | boolean>> {
  readonly learningRate: number;
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
  /** Which update this is, from 1. */
  readonly step: number;
  /** Whether parameter, m and v are never read again, so that a backend may write the results over them. */
  readonly mayOverwrite: boolean;
}
type AdamInputs = {
  readonly parameter: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly m: tf.Tensor;
  readonly v: tf.Tensor;
};

const correctionOf = ({ beta2, step }: AdamAttributes): tf.Scalar => tf.scalar(Math.sqrt(1 - beta2 ** step));
const rateOf = ({ learningRate, beta1, step }: AdamAttributes): tf.Scalar =>
  tf.scalar(learningRate / (1 - beta1 ** step));

/** One Adam update (Kingma & Ba 2015, algorithm 1, as PyTorch computes it). Outputs parameter, m and v. */
export const adamKernel = defineKernel<AdamInputs, AdamAttributes>({
  name: 'attgan/Adam',
  portable({ parameter, gradient, m, v }, attributes) {
    const { beta1, beta2, epsilon } = attributes;
    const nextM = tf.add(tf.mul(m, beta1), tf.mul(gradient, 1 - beta1));
    const nextV = tf.add(tf.mul(v, beta2), tf.mul(tf.square(gradient), 1 - beta2));
    const denominator = tf.add(tf.div(tf.sqrt(nextV), fresh(attributes, correctionOf)), epsilon);
    const change = tf.mul(tf.div(nextM, denominator), fresh(attributes, rateOf));
    return [tf.sub(parameter, change), nextM, nextV];
  },
});
