import { fold, uniform, type LabelledImages, type RandomKey } from '@attgan/core';
import { leaves, type TensorTree } from '@attgan/kernels';
import { classificationLoss } from '@attgan/losses';
import { differentiate, mirror } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { augmentImages } from './augment-images.ts';
import { classifyTraining, type ClassifierLayer, type ClassifierWeights } from './classifier-network.ts';
import type { ClassifierPreset } from './classifier-presets.ts';

const MIRROR = mirror.create({});

/** What a batch says of a classifier in training. The caller disposes of the tensors. */
export interface ClassifierGradients {
  /** Of the parameters, in the order of `flatten`. */
  readonly gradients: tf.Tensor[];
  /** The moving averages after this batch. */
  readonly state: TensorTree;
  /** Mean binary cross-entropy. */
  readonly loss: tf.Scalar;
}

/** Gradients of the classification loss on one batch, augmented and with channels left out as the preset says. */
export function classifierGradients(
  { params, state }: ClassifierWeights,
  layers: readonly ClassifierLayer[],
  images: LabelledImages,
  { augmentation, dropout }: Pick<ClassifierPreset, 'augmentation' | 'dropout'>,
  key: RandomKey,
): ClassifierGradients {
  const { count, size } = images;
  const faces = tf.tidy(() => {
    const augmented = augmentImages(images, augmentation, fold(key, 'augmentation'));
    return MIRROR(tf.tensor4d(augmented, [count, size, size, 3]), fold(key, 'mirror'));
  });
  const labels = tf.tensor2d(Float32Array.from(images.labels), [count, images.labels.length / count]);
  const mask = dropoutMask(count, (layers.at(-1) as ClassifierLayer).filters, dropout, fold(key, 'dropout'));
  let found: Omit<ClassifierGradients, 'gradients'> | undefined;
  const gradients = differentiate(params, () => {
    const pass = classifyTraining({ params, state }, layers, faces, mask);
    const value = classificationLoss(labels, pass.logits);
    for (const tensor of leaves<tf.Tensor>(pass.state)) tf.keep(tensor);
    found = { state: pass.state, loss: tf.keep(tf.clone(value)) };
    return value;
  });
  tf.dispose([faces, labels, ...(mask ? [mask] : [])]);
  return { ...(found as Omit<ClassifierGradients, 'gradients'>), gradients };
}

/** Factors of whole channels, [count, 1, 1, filters]: 0 for those left out; undefined where none are. */
function dropoutMask(count: number, filters: number, dropout: number, key: RandomKey): tf.Tensor4D | undefined {
  if (dropout <= 0) return undefined;
  const scale = 1 / (1 - dropout);
  const factors = uniform(key, count * filters).map((draw) => (draw < dropout ? 0 : scale));
  return tf.tensor4d(factors, [count, 1, 1, filters]);
}
