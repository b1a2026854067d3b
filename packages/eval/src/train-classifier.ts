import { fold, InterruptedError, randomKey, uniform, type Dataset, type LabelledImages } from '@attgan/core';
import { disposeTree, leakyRelu, leaves, mapTree, type TensorTree } from '@attgan/kernels';
import { differentiate, initPlayer, readBatches, step, type AdamOptions, type Player } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { createClassifier, type AttributeClassifier } from './attribute-classifier.ts';
import { createReader } from './attribute-reader.ts';
import { augmentImages } from './augment-images.ts';
import { classifyTraining, initClassifier, type ClassifierLayer } from './classifier-network.ts';
import { CLASSIFIER_PRESETS, type ClassifierPreset, type ClassifierPresetName } from './classifier-presets.ts';
import { measureClassifier } from './measure-classifier.ts';
import { roundToHalves } from './round-to-halves.ts';

export interface ClassifierOptions {
  /** Which network, trained how; `small` when absent. */
  readonly network?: ClassifierPresetName;
  /** Other layers than those of the network. */
  readonly layers?: readonly ClassifierLayer[];
  /** What `CLASSIFIER_PRESETS` says when absent. */
  readonly iterations?: number;
  /** Images an iteration; what `CLASSIFIER_PRESETS` says when absent. */
  readonly batch?: number;
  readonly seed?: number;
  /** Images of the validation split that the accuracy is measured on; 500 when absent. */
  readonly validation?: number;
  /** Ends the training early, with an error. */
  readonly signal?: AbortSignal;
  /** A line now and then. */
  report?(this: void, line: string): void;
  /** After every iteration; the loss is the last one that was read. */
  onProgress?(this: void, progress: ClassifierProgress): void;
}

export interface ClassifierProgress {
  readonly iteration: number;
  readonly iterations: number;
  /** Mean binary cross-entropy of a batch. */
  readonly loss: number;
}

const REPORT_EVERY = 50;
/** Share of the iterations in which the learning rate rises. */
const WARM_UP = 0.1;

/**
 * Trains a convolutional network on the train split: Adam with decoupled weight decay, a rate that rises linearly, then
 * falls linearly to 0. Equal arguments give equal classifiers, on the same backend with as many threads.
 * @throws InterruptedError when `signal` is aborted; nothing stays behind
 */
export async function trainClassifier(dataset: Dataset, options: ClassifierOptions = {}): Promise<AttributeClassifier> {
  const { network: name = 'small' } = options;
  const preset: ClassifierPreset = CLASSIFIER_PRESETS[name];
  const { layers = preset.layers, iterations = preset.iterations, batch = preset.batch, seed = 0 } = options;
  const { validation = 500, signal, report, onProgress } = options;
  const { attributes, size } = dataset;
  const optimizer: AdamOptions = {
    kind: 'adam',
    learningRate: (iteration) => preset.learningRate * rateAt((iteration + 0.5) / iterations),
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  };
  const key = randomKey(seed, 'classifier');
  const init = () => initClassifier(fold(key, 'weights'), layers, size, attributes.length);
  let player = initPlayer({ name: 'classifier', optimizer, init }, key);
  const batches = readBatches(dataset, { batch, seed, flip: true }, 0);
  try {
    let last = NaN;
    for (let iteration = 0; iteration < iterations; iteration++) {
      if (signal?.aborted === true) throw new InterruptedError('The training of the classifier was stopped.');
      const { value: images } = await batches.next();
      const { loss, ...update } = descend(player, layers, images, preset, fold(key, iteration));
      disposeTree(player.state);
      player = { ...step(player, update.gradients, optimizer, iteration), state: update.state };
      const decay = optimizer.learningRate(iteration) * preset.weightDecay;
      if (decay > 0) player = { ...player, params: decayed(player.params, 1 - decay) };
      if ((iteration + 1) % REPORT_EVERY === 0 || iteration + 1 === iterations) {
        last = (await loss.data())[0] as number;
        report?.(`classifier: ${iteration + 1}/${iterations}, loss ${last.toFixed(4)}`);
      }
      loss.dispose();
      onProgress?.({ iteration: iteration + 1, iterations, loss: last });
    }
  } catch (error) {
    disposeTree(player.params);
    disposeTree(player.state);
    throw error;
  } finally {
    await batches.return(undefined as never);
    disposeTree(player.m);
    disposeTree(player.v);
  }
  const network = { attributes, size, layers, weights: await roundToHalves(player) };
  const measured = { attributes, ...createReader(network) };
  const classifier = createClassifier({
    ...network,
    training: { network: name, iterations, batch, seed },
    validation: await measureClassifier(measured, dataset, 'validation', validation),
  });
  report?.(`classifier: ${(100 * classifier.accuracy).toFixed(2)} % of validation labels read rightly`);
  return classifier;
}

/** Of the highest rate, at `part` in [0, 1] of the training. */
function rateAt(part: number): number {
  return Math.min(part / WARM_UP, (1 - part) / (1 - WARM_UP));
}

interface Descent {
  readonly gradients: tf.Tensor[];
  /** The moving averages after this batch. */
  readonly state: TensorTree;
  readonly loss: tf.Scalar;
}

function descend(
  { params, state }: Player,
  layers: readonly ClassifierLayer[],
  images: LabelledImages,
  { augmentation, dropout }: ClassifierPreset,
  key: ReturnType<typeof fold>,
): Descent {
  const { count, size } = images;
  const faces = tf.tensor4d(augmentImages(images, augmentation, fold(key, 'augmentation')), [count, size, size, 3]);
  const labels = tf.tensor2d(Float32Array.from(images.labels), [count, images.labels.length / count]);
  const { filters } = layers.at(-1) as ClassifierLayer;
  const draws = dropout > 0 ? uniform(fold(key, 'dropout'), count * filters) : undefined;
  const scale = 1 / (1 - dropout);
  const mask =
    draws &&
    tf.tensor4d(
      draws.map((draw) => (draw < dropout ? 0 : scale)),
      [count, 1, 1, filters],
    );
  let found: Omit<Descent, 'gradients'> | undefined;
  const gradients = differentiate(params, () => {
    const pass = classifyTraining({ params, state }, layers, faces, mask);
    const value = crossEntropy(labels, pass.logits);
    for (const tensor of leaves<tf.Tensor>(pass.state)) tf.keep(tensor);
    found = { state: pass.state, loss: tf.keep(tf.clone(value)) };
    return value;
  });
  tf.dispose([faces, labels, ...(mask ? [mask] : [])]);
  return { ...(found as Omit<Descent, 'gradients'>), gradients };
}

/** Binary cross-entropy of logits, stable at any size: max(l, 0) − l·y + log(1 + e^−|l|). */
function crossEntropy(labels: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
  return tf.mean(tf.add(tf.sub(leakyRelu(logits, 0), tf.mul(logits, labels)), tail)) as tf.Scalar;
}

/** Kernels times `factor`, gains and biases as they are. Disposes what it replaces. */
function decayed(params: TensorTree, factor: number): TensorTree {
  return mapTree<tf.Tensor, tf.Tensor, TensorTree>(params, (leaf, name) => {
    if (!name.endsWith('kernel')) return leaf;
    const next = tf.mul(leaf, factor);
    leaf.dispose();
    return next;
  });
}
