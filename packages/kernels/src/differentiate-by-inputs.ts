import * as tf from '@tensorflow/tfjs-core';

/** Kernels of one input and one output that tfjs differentiates by their output. */
const BY_OUTPUT: Readonly<Record<string, string>> = {
  [tf.Exp]: 'x',
  [tf.Sigmoid]: 'x',
  [tf.Softmax]: 'logits',
  [tf.Tanh]: 'x',
};

/**
 * Replaces tfjs's gradients of exp, tanh, sigmoid and softmax by ones that compute the output again from the input. tfjs's own
 * use the stored output as a constant, so that their second gradient is silently wrong: a critic that uses these functions
 * would have a wrong gradient penalty. May be called again.
 */
export function differentiateByInputs(): void {
  for (const [kernelName, input] of Object.entries(BY_OUTPUT)) {
    const gradient = tf.getGradient(kernelName);
    if (gradient?.outputsToSave === undefined) continue;
    tf.registerGradient({
      kernelName,
      inputsToSave: [input],
      gradFunc: (dy, [x], attributes) => ({
        [input]: () => {
          const output = tf.engine().runKernel(kernelName, { [input]: x as tf.Tensor }, attributes) as tf.Tensor;
          const part = gradient.gradFunc(dy, [output], attributes)[input];
          if (part === undefined) throw new Error(`${kernelName} has no gradient for its input ${input}`);
          return part();
        },
      }),
    });
  }
}
