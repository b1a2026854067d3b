import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define-kernel.ts';
import { leakyReluGradKernel } from './leaky-relu.ts';

type Inputs = {
  readonly x: tf.Tensor;
  readonly gain: tf.Tensor1D;
  readonly bias: tf.Tensor1D;
  readonly mean: tf.Tensor1D;
  readonly variance: tf.Tensor1D;
};
type Attributes = { readonly epsilon: number; readonly slope: number };

/** y = φ(gain · (x − mean)/√(variance + ε) + bias), φ(t) = t for t > 0, slope · t otherwise. */
export const normInferenceKernel = defineKernel<Inputs, Attributes>({
  name: 'attgan/NormInference',
  portable({ x, gain, bias, mean, variance }, { epsilon, slope }) {
    const scale = tf.mul(gain, reciprocalDeviation(variance, epsilon));
    const t = tf.add(tf.mul(x, scale), tf.sub(bias, tf.mul(mean, scale)));
    return [slope === 1 ? t : tf.leakyRelu(t, slope)];
  },
  gradient: {
    inputsToSave: ['x', 'gain', 'mean', 'variance'],
    outputsToSave: [true],
    gradFunc(dy, saved, attributes) {
      const [x, gain, mean, variance, y] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor1D, tf.Tensor1D, tf.Tensor];
      const { epsilon, slope } = attributes as unknown as Attributes;
      const r = (): tf.Tensor => reciprocalDeviation(variance, epsilon);
      // y has the sign of what was activated; where φ is flat, both are taken as not positive.
      const activated = (): tf.Tensor =>
        leakyReluGradKernel.run({ dy: dy as tf.Tensor, features: y }, { slope })[0] as tf.Tensor;
      const overChannels = (values: tf.Tensor): tf.Tensor => tf.sum(tf.reshape(values, [-1, gain.size]), 0);
      const forScale = (): tf.Tensor => overChannels(tf.mul(activated(), tf.sub(x, mean)));
      return {
        x: () => tf.mul(activated(), tf.mul(gain, r())),
        gain: () => tf.mul(forScale(), r()),
        bias: () => overChannels(activated()),
        mean: () => tf.neg(tf.mul(overChannels(activated()), tf.mul(gain, r()))),
        variance: () => tf.mul(tf.mul(forScale(), gain), tf.mul(tf.pow(r(), 3), -0.5)),
      };
    },
  },
});

function reciprocalDeviation(variance: tf.Tensor1D, epsilon: number): tf.Tensor1D {
  return tf.rsqrt(tf.add(variance, epsilon));
}

/**
 * Normalises by given statistics, scales and activates in one step: batch normalisation of a trained network.
 * @param x [..., channels]
 * @param affine `gain` and `bias`, [channels] each
 * @param averages `mean` and `variance`, [channels] each
 * @param attributes `epsilon`, added to the variance, and the `slope` of the activation below zero: 1 is none, 0 is ReLU
 */
export function normInference<T extends tf.Tensor>(
  x: T,
  { gain, bias }: Pick<Inputs, 'gain' | 'bias'>,
  { mean, variance }: Pick<Inputs, 'mean' | 'variance'>,
  { epsilon, slope }: Attributes,
): T {
  return normInferenceKernel.run({ x, gain, bias, mean, variance }, { epsilon, slope })[0] as T;
}
