import {
  fold,
  permutation,
  randomKey,
  requireImages,
  type Dataset,
  type LabelledImages,
  type RandomKey,
  type Share,
} from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Augmentation } from './augmentations/augmentation.ts';
import { balancedOrder } from './balanced-order.ts';
import type { Batch } from './game.ts';

export interface BatchOptions {
  readonly batch: number;
  readonly seed: number;
  /** Share of each batch that is drawn evenly over attributes, in [0, 1]; see `balancedOrder`. None when absent. */
  readonly balance?: number;
  /** How often balanced images are drawn for an attribute, relative to the others. */
  readonly balanceWeights?: Readonly<Record<string, number>>;
}

/**
 * The images of update number `update`: consecutive positions of an endless sequence of shuffled passes over the data, with a
 * sequence of its own for each purpose.
 */
export function createOrder(
  count: number,
  { batch, seed }: BatchOptions,
  purpose = 'order',
): (update: number) => number[] {
  const passes = new Map<number, number[]>();
  const pass = (number: number): number[] => {
    const order = passes.get(number) ?? permutation(randomKey(seed, purpose, number), count);
    // A batch can span two passes, never more than the data can fill.
    for (const known of passes.keys()) if (known < number - 1) passes.delete(known);
    passes.set(number, order);
    return order;
  };
  return (update) =>
    Array.from({ length: batch }, (_, index) => {
      const place = update * batch + index;
      return pass(Math.floor(place / count))[place % count] as number;
    });
}

/**
 * An endless sequence of batches from update `first` on, read `ahead` of their use. Equal arguments, equal batches. With a share it
 * is that part of each batch.
 * @throws AttganError where the train split is empty
 */
export async function* readBatches(
  dataset: Dataset,
  options: BatchOptions,
  first: number,
  { index, of }: Share = { index: 0, of: 1 },
  ahead = 4,
): AsyncGenerator<LabelledImages, never> {
  requireImages(dataset, 'train', 'to train on');
  const order = await orderOf(dataset, options);
  const rows = options.batch / of;
  const queue: Promise<LabelledImages>[] = [];
  for (let next = first; ; next++) {
    while (queue.length <= ahead) {
      const loading = dataset.load('train', order(next + queue.length).slice(index * rows, (index + 1) * rows));
      // Reported when its turn comes; until then the failure must not count as unhandled.
      loading.catch(() => undefined);
      queue.push(loading);
    }
    yield await (queue.shift() as Promise<LabelledImages>);
  }
}

async function orderOf(dataset: Dataset, options: BatchOptions): Promise<(update: number) => number[]> {
  const count = dataset.counts.train;
  const { balance: share = 0, balanceWeights: weights = {}, batch, seed } = options;
  const order = createOrder(count, options);
  if (share === 0) return order;
  const labels = await dataset.labels(
    'train',
    Array.from({ length: count }, (_, index) => index),
  );
  return balancedOrder(order, { share, batch, seed, labels, attributes: dataset.attributes, weights });
}

/**
 * The images in [−1, 1] and the labels as float32, on the device. Bytes cross to it as they are, as integers since no backend of
 * TensorFlow.js has bytes, and are scaled there.
 */
export function toBatch({ count, size, pixels, labels }: LabelledImages): Batch {
  return {
    images: tf.tidy(() => {
      const bytes = tf.tensor4d(new Int32Array(pixels), [count, size, size, 3], 'int32');
      return tf.sub<tf.Tensor4D>(tf.div(tf.cast(bytes, 'float32'), 127.5), 1);
    }),
    labels: tf.tensor2d(Float32Array.from(labels), [count, labels.length / count]),
  };
}

/** The same, changed as the experiment's augmentations of batches do. */
export function augmentedBatch(images: LabelledImages, { batch }: Augmentation, key: RandomKey): Batch {
  const plain = toBatch(images);
  const changed = batch(plain.images, fold(key, 'augmentation'));
  if (changed === plain.images) return plain;
  plain.images.dispose();
  return { ...plain, images: changed };
}
