import { fold, normal, type RandomKey } from '@attgan/core';
import { withoutGradient, type TensorTree } from '@attgan/kernels';
import {
  advanceAverages,
  batchNormInference,
  batchNormTraining,
  initAffine,
  initAverages,
  type AffineParams,
  type Averages,
} from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';

/** A 3×3 convolution, followed by batch normalisation and a leaky ReLU. */
export interface ClassifierLayer {
  readonly filters: number;
  /** Of the convolution: the edge shrinks by it, rounded up. */
  readonly stride: number;
}

/** What is trained, and the moving averages of the normalisations. */
export interface ClassifierWeights {
  readonly params: TensorTree;
  readonly state: TensorTree;
}

interface Params {
  readonly layers: readonly ({ readonly kernel: tf.Tensor4D } & AffineParams)[];
  readonly output: { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor1D };
}
interface State {
  readonly layers: readonly Averages[];
}

const NORM = { epsilon: 1e-5, slope: 0.1 } as const;
const MOMENTUM = 0.05;

/** First weights for faces of `size` pixels, from N(0, 2 / fan in) (He et al. 2015); the output starts at 0. */
export function initClassifier(
  key: RandomKey,
  layers: readonly ClassifierLayer[],
  size: number,
  attributes: number,
): ClassifierWeights {
  let [channels, edge] = [3, size];
  const made = layers.map(({ filters, stride }, index) => {
    const shape: [number, number, number, number] = [3, 3, channels, filters];
    const values = normal(fold(key, index), 9 * channels * filters, 0, Math.sqrt(2 / (9 * channels)));
    [channels, edge] = [filters, Math.ceil(edge / stride)];
    return { kernel: tf.tensor4d(values, shape), ...initAffine(filters) };
  });
  const params: Params = {
    layers: made,
    output: { kernel: tf.zeros([edge * edge * channels, attributes]), bias: tf.zeros([attributes]) },
  };
  const state: State = { layers: layers.map(({ filters }) => initAverages(filters)) };
  return { params: params as unknown as TensorTree, state: state as unknown as TensorTree };
}

/** Attribute logits, [batch, attributes], by the moving averages. @param images [batch, size, size, 3] in [−1, 1] */
export function classify(
  { params, state }: ClassifierWeights,
  layers: readonly ClassifierLayer[],
  images: tf.Tensor4D,
): tf.Tensor2D {
  const { layers: stages, output } = params as unknown as Params;
  const averages = (state as unknown as State).layers;
  return tf.tidy(() => {
    let x = images;
    stages.forEach((stage, index) => {
      const { stride } = layers[index] as ClassifierLayer;
      x = batchNormInference(tf.conv2d(x, stage.kernel, stride, 'same'), stage, averages[index] as Averages, NORM);
    });
    return readOff(x, output);
  });
}

/**
 * The same by the batch's own moments, to be differentiated, and the averages after it.
 * @param mask factors of the last layer's channels, [batch, 1, 1, channels]: dropout of whole channels (Tompson et al. 2015)
 */
export function classifyTraining(
  { params, state }: ClassifierWeights,
  layers: readonly ClassifierLayer[],
  images: tf.Tensor4D,
  mask?: tf.Tensor4D,
): { readonly logits: tf.Tensor2D; readonly state: TensorTree } {
  const { layers: stages, output } = params as unknown as Params;
  const averages = (state as unknown as State).layers;
  let x = images;
  const next = stages.map((stage, index) => {
    const { stride } = layers[index] as ClassifierLayer;
    const normed = batchNormTraining(tf.conv2d(x, stage.kernel, stride, 'same'), stage, NORM);
    x = normed.output;
    return withoutGradient(() => advanceAverages(averages[index] as Averages, normed.moments, MOMENTUM));
  });
  const logits = readOff(mask === undefined ? x : tf.mul(x, mask), output);
  return { logits, state: { layers: next } as unknown as TensorTree };
}

/** From every position of the last layer: faces are aligned, so where something is tells what it is. */
function readOff(x: tf.Tensor4D, { kernel, bias }: Params['output']): tf.Tensor2D {
  const features = tf.reshape(x, [x.shape[0], -1]) as tf.Tensor2D;
  return tf.add<tf.Tensor2D>(tf.matMul(features, kernel), bias);
}
