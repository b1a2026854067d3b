import { AttganError, randomKey, type Dataset, type LabelledImages } from '@attgan/core';
import { disposeTree, leakyRelu, type TensorTree } from '@attgan/kernels';
import type { Picture } from '@attgan/pictures';
import { differentiate, initPlayer, readBatches, step, toBatch, type Player } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { classify, initClassifier } from './classifier-network.ts';
import { facePictures } from './face-pictures.ts';

export interface ClassifierOptions {
  /** 400 when absent. */
  readonly iterations?: number;
  /** Images an iteration; 32 when absent. */
  readonly batch?: number;
  readonly seed?: number;
  /** Images of the validation split that the accuracy is measured on; 500 when absent. */
  readonly validation?: number;
  /** Filters of its convolutions, each of which halves the edge; `FILTERS` when absent. */
  readonly filters?: readonly number[];
  /** A line now and then. */
  report?(this: void, line: string): void;
}

/** Reads attributes off pictures, independently of the model under test. */
export interface AttributeClassifier {
  readonly attributes: readonly string[];
  /** [pictures, attributes], 0 or 1. Pictures have the size of the data it was trained on. */
  predict(pictures: readonly Picture[]): Promise<Uint8Array>;
  /** Share of labels read rightly in the validation split, in [0, 1]: the mean over attributes, and of each. */
  readonly accuracy: number;
  readonly accuracies: readonly number[];
  dispose(): void;
}

const LEARNING_RATE = 1.5e-3;
const PREDICTED_AT_ONCE = 64;
const REPORT_EVERY = 50;

/** Trains a small convolutional network on the train split; Adam, the rate falling to 0 linearly over the second half. */
export async function trainClassifier(dataset: Dataset, options: ClassifierOptions = {}): Promise<AttributeClassifier> {
  const { iterations = 400, batch = 32, seed = 0, validation = 500, filters, report } = options;
  const { attributes, size } = dataset;
  const optimizer = {
    kind: 'adam',
    learningRate: (iteration: number) => LEARNING_RATE * Math.min(1, 2 * (1 - iteration / iterations)),
    beta1: 0.9,
    beta2: 0.999,
    epsilon: 1e-8,
  } as const;
  const init = (): { params: TensorTree; state: TensorTree } => ({
    params: initClassifier(randomKey(seed, 'classifier'), size, attributes.length, filters),
    state: {},
  });
  let player: Player = initPlayer({ name: 'classifier', optimizer, init }, randomKey(seed));
  const batches = readBatches(dataset, { batch, seed, flip: true }, 0);
  try {
    for (let iteration = 0; iteration < iterations; iteration++) {
      const { value: images } = await batches.next();
      const { next, loss } = update(player, images, (at) => step(at.player, at.gradients, optimizer, iteration));
      player = next;
      if ((iteration + 1) % REPORT_EVERY === 0) {
        const [value] = await loss.data();
        report?.(`classifier: ${iteration + 1}/${iterations}, loss ${(value as number).toFixed(4)}`);
      }
      loss.dispose();
    }
  } finally {
    await batches.return(undefined as never);
    disposeTree(player.m);
    disposeTree(player.v);
  }
  const { params } = player;
  const predict = async (pictures: readonly Picture[]): Promise<Uint8Array> => predictWith(params, pictures, size);
  const accuracies = await measure(dataset, Math.min(validation, dataset.counts.validation), predict);
  const accuracy = accuracies.reduce((sum, share) => sum + share, 0) / accuracies.length;
  report?.(`classifier: ${(100 * accuracy).toFixed(2)} % of validation labels read rightly`);
  return { attributes, predict, accuracy, accuracies, dispose: () => disposeTree(params) };
}

function update(
  player: Player,
  images: LabelledImages,
  advance: (at: { player: Player; gradients: readonly tf.Tensor[] }) => Player,
): { next: Player; loss: tf.Scalar } {
  const { images: faces, labels } = toBatch(images);
  const losses: tf.Scalar[] = [];
  const gradients = differentiate(player.params, () =>
    tf.tidy(() => {
      const value = crossEntropy(labels as tf.Tensor2D, classify(player.params, faces));
      losses.push(tf.keep(tf.clone(value)));
      return value;
    }),
  );
  const next = advance({ player, gradients });
  tf.dispose([faces, labels]);
  return { next, loss: losses[0] as tf.Scalar };
}

/** Binary cross-entropy of logits, stable at any size: max(l, 0) − l·y + log(1 + e^−|l|). */
function crossEntropy(labels: tf.Tensor2D, logits: tf.Tensor2D): tf.Scalar {
  const tail = tf.log1p(tf.exp(tf.neg(tf.abs(logits))));
  return tf.mean(tf.add(tf.sub(leakyRelu(logits, 0), tf.mul(logits, labels)), tail)) as tf.Scalar;
}

async function predictWith(params: TensorTree, pictures: readonly Picture[], size: number): Promise<Uint8Array> {
  const said: number[] = [];
  for (let start = 0; start < pictures.length; start += PREDICTED_AT_ONCE) {
    const chunk = pictures.slice(start, start + PREDICTED_AT_ONCE);
    const odd = chunk.find(({ width, height }) => width !== size || height !== size);
    if (odd !== undefined) {
      throw new AttganError(`The classifier reads pictures of ${size}x${size}, not ${odd.width}x${odd.height}.`);
    }
    const logits = tf.tidy(() => {
      const values = Float32Array.from(
        chunk.flatMap(({ pixels }) => [...pixels]),
        (value) => value / 127.5 - 1,
      );
      return classify(params, tf.tensor4d(values, [chunk.length, size, size, 3]));
    });
    for (const logit of await logits.data()) said.push(logit > 0 ? 1 : 0);
    logits.dispose();
  }
  return Uint8Array.from(said);
}

/** Share of each attribute that is read rightly. */
async function measure(
  dataset: Dataset,
  count: number,
  predict: AttributeClassifier['predict'],
): Promise<readonly number[]> {
  const width = dataset.attributes.length;
  const right = dataset.attributes.map(() => 0);
  for (let start = 0; start < count; start += PREDICTED_AT_ONCE) {
    const indices = Array.from({ length: Math.min(PREDICTED_AT_ONCE, count - start) }, (_, index) => start + index);
    const images = await dataset.load('validation', indices);
    const said = await predict(facePictures(images));
    said.forEach((value, at) => {
      if (value === images.labels[at]) right[at % width] = (right[at % width] as number) + 1;
    });
  }
  return right.map((hits) => hits / count);
}
