import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define-kernel.ts';
import { leakyReluGradKernel } from './leaky-relu.ts';

type Inputs = { readonly x: tf.Tensor; readonly scale: tf.Tensor1D; readonly shift: tf.Tensor1D };
type Slope = { readonly slope: number };

/** y = φ(scale · x + shift), φ(t) = t for t > 0, slope · t otherwise. */
export const scaleActivationKernel = defineKernel<Inputs, Slope>({
  name: 'attgan/ScaleActivation',
  portable({ x, scale, shift }, { slope }) {
    const scaled = tf.add(tf.mul(x, scale), shift);
    return [slope === 1 ? scaled : tf.leakyRelu(scaled, slope)];
  },
  gradient: {
    inputsToSave: ['x', 'scale'],
    outputsToSave: [true],
    gradFunc(dy, saved, attributes) {
      const [x, scale, y] = saved as [tf.Tensor, tf.Tensor1D, tf.Tensor];
      const { slope } = attributes as unknown as Slope;
      // y has the sign of what was activated; where φ is flat, both are taken as not positive.
      const activated = (): tf.Tensor =>
        leakyReluGradKernel.run({ dy: dy as tf.Tensor, features: y }, { slope })[0] as tf.Tensor;
      const overChannels = (values: tf.Tensor): tf.Tensor => tf.sum(tf.reshape(values, [-1, scale.size]), 0);
      return {
        x: () => tf.mul(activated(), scale),
        scale: () => overChannels(tf.mul(activated(), x)),
        shift: () => overChannels(activated()),
      };
    },
  },
});

/**
 * Scales, shifts and activates in one step, as normalisation with fixed averages does.
 * @param x [..., channels]
 * @param scale [channels]
 * @param shift [channels]
 * @param slope of the activation below zero; 1 is none, 0 is ReLU
 */
export function scaleActivation<T extends tf.Tensor>(x: T, scale: tf.Tensor1D, shift: tf.Tensor1D, slope: number): T {
  return scaleActivationKernel.run({ x, scale, shift }, { slope })[0] as T;
}
