import { normal, type RandomKey } from '@attgan/core';
import { initWeights, keyedBy, Weight, withoutGradient, zeros, type TensorTree, type WeightsOf } from '@attgan/kernels';
import {
  advanceAverages,
  affineWeights,
  averageWeights,
  batchNormInference,
  batchNormTraining,
  type AffineParams,
  type Averages,
} from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';

/** A 3×3 convolution, followed by batch normalisation and a leaky ReLU. */
export interface ClassifierLayer {
  readonly filters: number;
  /** Of the convolution: height and width are divided by it, rounded up. */
  readonly stride: number;
}

/** What is trained, and the moving averages of the normalisations. */
export interface ClassifierWeights {
  readonly params: TensorTree;
  readonly state: TensorTree;
}

type Params = {
  readonly layers: readonly ({ readonly kernel: tf.Tensor4D } & AffineParams)[];
  readonly output: { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor1D };
};
type State = { readonly layers: readonly Averages[] };

const NORM = { epsilon: 1e-5, slope: 0.1 } as const;
const MOMENTUM = 0.05;

/** For faces of `size` pixels, from N(0, 2 / fan in) at first (He et al. 2015); the output starts at 0. */
export function classifierWeights(
  layers: readonly ClassifierLayer[],
  size: number,
  attributes: number,
): { readonly params: WeightsOf<Params>; readonly state: WeightsOf<State> } {
  let [channels, edge] = [3, size];
  const made = layers.map(({ filters, stride }, index) => {
    const shape: [number, number, number, number] = [3, 3, channels, filters];
    const [count, deviation] = [9 * channels * filters, Math.sqrt(2 / (9 * channels))];
    [channels, edge] = [filters, Math.ceil(edge / stride)];
    const kernel = new Weight(shape, (key) => tf.tensor4d(normal(key, count, 0, deviation), shape));
    return { kernel: keyedBy(index, kernel), ...affineWeights(filters) };
  });
  return {
    params: {
      layers: made,
      output: { kernel: zeros([edge * edge * channels, attributes]), bias: zeros([attributes]) },
    },
    state: { layers: layers.map(({ filters }) => averageWeights(filters)) },
  };
}

/** The first values of those. */
export function initClassifier(
  key: RandomKey,
  layers: readonly ClassifierLayer[],
  size: number,
  attributes: number,
): ClassifierWeights {
  return initWeights(classifierWeights(layers, size, attributes), key);
}

/** Attribute logits, [batch, attributes], by the moving averages. @param images [batch, size, size, 3] in [−1, 1] */
export function classify(
  { params, state }: ClassifierWeights,
  layers: readonly ClassifierLayer[],
  images: tf.Tensor4D,
): tf.Tensor2D {
  const { layers: stages, output } = params as Params;
  const averages = (state as State).layers;
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
  const { layers: stages, output } = params as Params;
  const averages = (state as State).layers;
  let x = images;
  const next = stages.map((stage, index) => {
    const { stride } = layers[index] as ClassifierLayer;
    const normed = batchNormTraining(tf.conv2d(x, stage.kernel, stride, 'same'), stage, NORM);
    x = normed.output;
    return withoutGradient(() => advanceAverages(averages[index] as Averages, normed.moments, MOMENTUM));
  });
  const logits = readOff(mask === undefined ? x : tf.mul(x, mask), output);
  return { logits, state: { layers: next } };
}

/** From every position of the last layer: faces are aligned, so that positions matter. */
function readOff(x: tf.Tensor4D, { kernel, bias }: Params['output']): tf.Tensor2D {
  const features = tf.reshape(x, [x.shape[0], -1]) as tf.Tensor2D;
  return tf.add<tf.Tensor2D>(tf.matMul(features, kernel), bias);
}

/** Values of all feature maps of one face of `size` pixels. */
export function classifierFeatures(layers: readonly ClassifierLayer[], size: number): number {
  let [edge, values] = [size, 0];
  for (const { filters, stride } of layers) {
    edge = Math.ceil(edge / stride);
    values += edge * edge * filters;
  }
  return values;
}
