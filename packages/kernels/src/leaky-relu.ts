import * as tf from '@tensorflow/tfjs-core';
import { defineKernel, type Kernel } from './define-kernel.ts';
import { detach } from './detach.ts';

type Slope = { readonly slope: number };

const leakyReluKernel = defineKernel<{ readonly x: tf.Tensor }, Slope>({
  name: 'attgan/LeakyRelu',
  portable: ({ x }, { slope }) => [tf.leakyRelu(x, slope)],
  gradient: {
    inputsToSave: ['x'],
    gradFunc(dy, [x], attributes) {
      const { slope } = attributes as unknown as Slope;
      const features = detach(x as tf.Tensor);
      return { x: () => leakyReluGradKernel.run({ dy: dy as tf.Tensor, features }, { slope })[0] as tf.Tensor };
    },
  },
});

type GradInputs = { readonly dy: tf.Tensor; readonly features: tf.Tensor };

/** dy where the features are positive, slope·dy elsewhere. Its gradient for dy is itself; the features are constant. */
export const leakyReluGradKernel: Kernel<GradInputs, Slope> = defineKernel<GradInputs, Slope>({
  name: 'attgan/LeakyReluGrad',
  portable({ dy, features }, { slope }) {
    const positive = tf.cast(tf.greater(features, 0), 'float32');
    return [tf.mul(dy, tf.add(tf.mul(positive, 1 - slope), slope))];
  },
  gradient: {
    inputsToSave: ['features'],
    gradFunc(dy, [features], attributes) {
      const { slope } = attributes as unknown as Slope;
      const constant = detach(features as tf.Tensor);
      return {
        dy: () => leakyReluGradKernel.run({ dy: dy as tf.Tensor, features: constant }, { slope })[0] as tf.Tensor,
      };
    },
  },
});

/** max(x, slope·x) for slopes in [0, 1); differentiable any number of times, unlike tfjs's own. Any shape. */
export function leakyRelu<T extends tf.Tensor>(x: T, slope: number): T {
  return leakyReluKernel.run({ x }, { slope })[0] as T;
}
