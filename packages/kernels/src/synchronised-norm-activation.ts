import * as tf from '@tensorflow/tfjs-core';
import { statisticsAmong } from './among-processes.ts';
import type { Communicator } from './communicator.ts';
import { local } from './local-norm-activation.ts';
import { normActivationGradGradPortable } from './norm-activation-portable.ts';
import type { BackwardInputs, ForwardInputs, NormAttributes } from './norm-activation-portable.ts';
import { normInferenceKernel } from './norm-inference.ts';
import { normKernels } from './norm-kernels.ts';
import { pooled } from './pooled-moments.ts';

// Batch normalisation whose ⟨·⟩ are means over the values of all processes, each of which holds as many. A backend's fast kernels
// compute what concerns the own values; what the others add is a line for each channel.
//
// Gradients of a process are those of the mean loss times the number of processes, with respect to its own values: averaged over
// processes, those of parameters are right.

/** The kernels, which run within `amongProcesses`. */
export const synchronised = normKernels('attgan/SynchronisedNormActivation', {
  forward,
  backward,
  second: (inputs, attributes) =>
    normActivationGradGradPortable(inputs, attributes, (mean) => communicatorHere().mean(mean)),
});

/** y, μ and σ². */
function forward({ x, gain, bias }: ForwardInputs, attributes: NormAttributes): tf.Tensor[] {
  const [output, ownMean, ownVariance] = local.forward.run({ x, gain, bias }, attributes) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  output.dispose();
  const { shape } = ownMean;
  const own = tf.reshape(tf.stack([ownMean, ownVariance]), [1, 2, -1]);
  const { mean, variance } = pooled(communicatorHere().gather(own));
  const { epsilon, slope } = attributes;
  const [y] = normInferenceKernel.run({ x, gain, bias, mean, variance }, { epsilon, slope }) as [tf.Tensor];
  return [y, tf.reshape(mean, shape), tf.reshape(variance, shape)];
}

/**
 * ∂x = r·(g − ⟨g⟩ − x̂⟨g·x̂⟩). The fast kernel subtracts the own means, which are Σ φ′·dy·[1; x̂] · gain / m; the difference to those
 * of all processes is added.
 */
function backward(inputs: BackwardInputs, attributes: NormAttributes): tf.Tensor[] {
  const { x, gain, mean, variance } = inputs;
  const [dx, parameters] = local.backward.run(inputs, attributes) as [tf.Tensor, tf.Tensor2D];
  // Rows ⟨g·x̂⟩ and ⟨g⟩.
  const own = tf.div(tf.mul(parameters, gain), x.size / gain.size);
  const [slope, level] = tf.unstack(tf.sub(own, communicatorHere().mean(own))) as [tf.Tensor1D, tf.Tensor1D];
  const r = tf.rsqrt(tf.add(tf.reshape(variance, [-1]), attributes.epsilon));
  const perX = tf.mul(tf.square(r), slope);
  const constant = tf.sub(tf.mul(r, level), tf.mul(perX, tf.reshape(mean, [-1])));
  return [tf.add(dx, tf.add(tf.mul(x, perX), constant)), parameters];
}

function communicatorHere(): Communicator {
  const among = statisticsAmong();
  if (among === undefined) throw new Error('Statistics are synchronised within amongProcesses only');
  return among;
}
