import * as tf from '@tensorflow/tfjs-core';

// Notation: x̂ = (x − μ)·r with r = (σ² + ε)^−½; t = gain·x̂ + bias; φ′ is 1 where t > 0 and `slope` elsewhere.
// ⟨·⟩ is the mean over the values that share a mean.

export type NormKind = 'batch' | 'layer' | 'instance';
export interface NormAttributes extends Readonly<Record<string, string | number>> {
  readonly kind: NormKind;
  readonly epsilon: number;
  /** Slope of the activation below zero: 1 is no activation, 0 is ReLU. */
  readonly slope: number;
}
export type ForwardInputs = { readonly x: tf.Tensor; readonly gain: tf.Tensor1D; readonly bias: tf.Tensor1D };
export type BackwardInputs = ForwardInputs & {
  readonly dy: tf.Tensor;
  readonly mean: tf.Tensor;
  readonly variance: tf.Tensor;
};
export type SecondInputs = BackwardInputs & { readonly v: tf.Tensor };
type Average = (values: tf.Tensor) => tf.Tensor;

/** The axes over which values share a mean. */
export function sharedAxes(kind: NormKind, rank: number): number[] {
  const spatial = Array.from({ length: rank - 2 }, (_, index) => index + 1);
  if (kind === 'batch') return [0, ...spatial];
  return kind === 'layer' ? [...spatial, rank - 1] : spatial;
}

/** Outputs y, μ, σ² (biased). */
export function normActivationPortable({ x, gain, bias }: ForwardInputs, attributes: NormAttributes): tf.Tensor[] {
  const axes = sharedAxes(attributes.kind, x.rank);
  const mean = tf.mean(x, axes, true);
  const centred = tf.sub(x, mean);
  const variance = tf.mean(tf.square(centred), axes, true);
  const scale = tf.mul(tf.rsqrt(tf.add(variance, attributes.epsilon)), gain);
  const t = tf.add(tf.mul(centred, scale), bias);
  return [attributes.slope === 1 ? t : tf.leakyRelu(t, attributes.slope), mean, variance];
}

/** Outputs ∂x = r·(g − ⟨g⟩ − x̂⟨g·x̂⟩) with g = gain·φ′·dy, and [∂gain; ∂bias] = Σ [φ′·dy·x̂; φ′·dy]. */
export function normActivationGradPortable(inputs: BackwardInputs, attributes: NormAttributes): tf.Tensor[] {
  const { dy, x, gain } = inputs;
  const { normalised, r, mask } = recompute(inputs, attributes);
  const axes = sharedAxes(attributes.kind, x.rank);
  const dt = tf.mul(dy, mask);
  const dx = project(tf.mul(dt, gain), normalised, r, (value) => tf.mean(value, axes, true));
  const overChannels = Array.from({ length: x.rank - 1 }, (_, index) => index);
  const parameters = tf.stack([tf.sum(tf.mul(dt, normalised), overChannels), tf.sum(dt, overChannels)]);
  return [dx, parameters];
}

/**
 * Outputs the gradients of ⟨v, ∂x⟩ (a sum over all values) for dy, x and gain.
 * @param average of means over the values at hand, where others share a mean with them
 */
export function normActivationGradGradPortable(
  inputs: SecondInputs,
  attributes: NormAttributes,
  average: Average = (mean) => mean,
): tf.Tensor[] {
  const { v, dy, x, gain } = inputs;
  const { normalised, r, mask } = recompute(inputs, attributes);
  const axes = sharedAxes(attributes.kind, x.rank);
  const mean = (value: tf.Tensor): tf.Tensor => average(tf.mean(value, axes, true));
  const maskedDy = tf.mul(dy, mask);
  const g = tf.mul(maskedDy, gain);
  // ∂x is linear in g by a symmetric map, so the gradient for g is that map applied to v.
  const forG = project(v, normalised, r, mean);
  const forDy = tf.mul(tf.mul(forG, gain), mask);
  const overChannels = Array.from({ length: x.rank - 1 }, (_, index) => index);
  const forGain = tf.sum(tf.mul(forG, maskedDy), overChannels);
  // Through x̂ and through r: ∂⟨v,∂x⟩/∂x̂ = −r(v⟨g·x̂⟩ + g⟨v·x̂⟩), ∂⟨v,∂x⟩/∂r = Σ v·∂x / r, ∂r/∂x = −r²·x̂/m.
  const dx = project(g, normalised, r, mean);
  const gx = mean(tf.mul(g, normalised));
  const vx = mean(tf.mul(v, normalised));
  const forNormalised = tf.neg(tf.mul(r, tf.add(tf.mul(v, gx), tf.mul(g, vx))));
  const throughNormalised = project(forNormalised, normalised, r, mean);
  const throughScale = tf.mul(normalised, tf.mul(mean(tf.mul(v, dx)), r));
  return [forDy, tf.sub(throughNormalised, throughScale), forGain];
}

/** r·(g − ⟨g⟩ − x̂⟨g·x̂⟩): the derivative of normalisation, a symmetric linear map. */
function project(g: tf.Tensor, normalised: tf.Tensor, r: tf.Tensor, mean: Average): tf.Tensor {
  return tf.mul(r, tf.sub(tf.sub(g, mean(g)), tf.mul(normalised, mean(tf.mul(g, normalised)))));
}

function recompute(
  { x, gain, bias, mean, variance }: BackwardInputs,
  { epsilon, slope }: NormAttributes,
): { normalised: tf.Tensor; r: tf.Tensor; mask: tf.Tensor } {
  const r = tf.rsqrt(tf.add(variance, epsilon));
  const centred = tf.sub(x, mean);
  const t = tf.add(tf.mul(centred, tf.mul(r, gain)), bias);
  const positive = tf.cast(tf.greater(t, 0), 'float32');
  const mask = slope === 1 ? tf.onesLike(t) : tf.add(tf.mul(positive, 1 - slope), slope);
  return { normalised: tf.mul(centred, r), r, mask };
}
