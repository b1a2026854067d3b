import * as tf from '@tensorflow/tfjs-core';
import type { OperationAttribute, TensorflowKernelBackend } from '../load.ts';

/** TensorFlow's number for float32. */
const FLOAT = 1;

type Inputs = Readonly<Record<string, tf.Tensor>>;

/** t where t > 0, slope · t elsewhere. */
export function activate(backend: TensorflowKernelBackend, t: tf.Tensor, slope: number): tf.Tensor {
  if (slope === 1) return t;
  return backend.executeSingleOutput('LeakyRelu', slopeAttributes(backend, slope), [t]);
}

/** dy where the features are positive, slope · dy elsewhere. */
export function activateBack(
  backend: TensorflowKernelBackend,
  dy: tf.Tensor,
  features: tf.Tensor,
  slope: number,
): tf.Tensor {
  return backend.executeSingleOutput('LeakyReluGrad', slopeAttributes(backend, slope), [dy, features]);
}

/** gain · (x − mean)/√(variance + ε) + bias, by channel. */
export function normaliseBy(backend: TensorflowKernelBackend, inputs: Inputs, epsilon: number): tf.Tensor {
  const { x, gain, bias, mean, variance } = inputs as Record<keyof typeof inputs, tf.Tensor>;
  const given = [pictures(x as tf.Tensor), gain, bias, vector(mean as tf.Tensor), vector(variance as tf.Tensor)];
  const [t] = batchNorm(backend, 'FusedBatchNormV3', given as tf.Tensor[], epsilon, false);
  return tf.reshape(t as tf.Tensor, (x as tf.Tensor).shape);
}

/** The same by the batch's own mean and biased variance: t, mean and variance, the latter broadcastable against x. */
export function normaliseBatch(
  backend: TensorflowKernelBackend,
  inputs: Inputs,
  epsilon: number,
): [tf.Tensor, tf.Tensor, tf.Tensor] {
  const { x, gain, bias } = inputs as Record<'x' | 'gain' | 'bias', tf.Tensor>;
  const none = tf.zeros([0]);
  const [t, mean, unbiased] = batchNorm(
    backend,
    'FusedBatchNormV3',
    [pictures(x), gain, bias, none, none],
    epsilon,
    true,
  );
  const count = x.size / gain.size;
  const variance = tf.mul(unbiased as tf.Tensor, Math.max(1, count - 1) / count);
  const broadcastable = [...x.shape.map(() => 1).slice(1), gain.size];
  return [
    tf.reshape(t as tf.Tensor, x.shape),
    tf.reshape(mean as tf.Tensor, broadcastable),
    tf.reshape(variance, broadcastable),
  ];
}

/** [∂/∂x, [∂/∂gain; ∂/∂bias]] of `normaliseBatch`. */
export function normaliseBack(
  backend: TensorflowKernelBackend,
  dt: tf.Tensor,
  inputs: Inputs,
  epsilon: number,
): tf.Tensor[] {
  const { x, gain, mean, variance } = inputs as Record<'x' | 'gain' | 'mean' | 'variance', tf.Tensor>;
  // What the forward pass would have kept: the variance on a CPU, the reciprocal of the deviation on a GPU.
  const kept = backend.binding.isUsingGpuDevice() ? tf.rsqrt(tf.add(variance, epsilon)) : variance;
  const given = [pictures(dt), pictures(x), gain, vector(mean), vector(kept), tf.zeros([0])];
  const [dx, forGain, forBias] = batchNorm(backend, 'FusedBatchNormGradV3', given, epsilon, true);
  return [tf.reshape(dx as tf.Tensor, x.shape), tf.stack([forGain as tf.Tensor, forBias as tf.Tensor])];
}

function batchNorm(
  backend: TensorflowKernelBackend,
  name: 'FusedBatchNormV3' | 'FusedBatchNormGradV3',
  inputs: readonly tf.Tensor[],
  epsilon: number,
  training: boolean,
): tf.Tensor[] {
  const { TF_ATTR_TYPE, TF_ATTR_FLOAT, TF_ATTR_STRING, TF_ATTR_BOOL } = backend.binding;
  const attributes = [
    { name: 'T', type: TF_ATTR_TYPE, value: FLOAT },
    { name: 'U', type: TF_ATTR_TYPE, value: FLOAT },
    { name: 'epsilon', type: TF_ATTR_FLOAT, value: epsilon },
    { name: 'data_format', type: TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: TF_ATTR_BOOL, value: training },
  ];
  return backend.executeMultipleOutputs(name, attributes, inputs, name === 'FusedBatchNormV3' ? 6 : 5);
}

function slopeAttributes({ binding }: TensorflowKernelBackend, slope: number): OperationAttribute[] {
  return [
    { name: 'T', type: binding.TF_ATTR_TYPE, value: FLOAT },
    { name: 'alpha', type: binding.TF_ATTR_FLOAT, value: slope },
  ];
}

/** Batch normalisation is for pictures: what has no height and width is of one pixel. */
function pictures(x: tf.Tensor): tf.Tensor {
  return x.rank === 4 ? x : tf.reshape(x, [-1, 1, 1, x.shape.at(-1) as number]);
}

function vector(statistic: tf.Tensor): tf.Tensor {
  return statistic.rank === 1 ? statistic : tf.reshape(statistic, [-1]);
}
