import * as tf from '@tensorflow/tfjs-core';

/** Kernels of one input and one output that tfjs differentiates by what they gave. */
const BY_OUTPUT: Readonly<Record<string, string>> = {
  [tf.Exp]: 'x',
  [tf.Sigmoid]: 'x',
  [tf.Softmax]: 'logits',
  [tf.Tanh]: 'x',
};

/**
 * Has tfjs differentiate exp, tanh, sigmoid and softmax by what they were given, computing the output again. By the output
 * itself, which tfjs keeps as a constant, the gradient's gradient lacks what goes through it, without a word: a critic made
 * of them would have a wrong gradient penalty. Doing it again changes nothing.
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
