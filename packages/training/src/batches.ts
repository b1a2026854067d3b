import { fold, permutation, randomKey, uniform, type Dataset, type LabelledImages } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { Batch } from './game.ts';

export interface BatchOptions {
  readonly batch: number;
  readonly seed: number;
  /** Mirrors each image with probability one half. */
  readonly flip: boolean;
}

/** Which images update number `update` sees: consecutive places of an endless row of shuffled passes over the data. */
export function createOrder(count: number, { batch, seed }: BatchOptions): (update: number) => number[] {
  const passes = new Map<number, number[]>();
  const pass = (number: number): number[] => {
    const order = passes.get(number) ?? permutation(randomKey(seed, 'order', number), count);
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

/** An endless sequence of batches from update `first` on, read `ahead` of their use. Equal arguments, equal batches. */
export async function* readBatches(
  dataset: Dataset,
  options: BatchOptions,
  first: number,
  ahead = 4,
): AsyncGenerator<LabelledImages, never> {
  const order = createOrder(dataset.counts.train, options);
  const queue: Promise<LabelledImages>[] = [];
  for (let next = first; ; next++) {
    while (queue.length <= ahead) {
      const update = next + queue.length;
      const loading = dataset.load('train', order(update)).then((images) => mirror(images, options, update));
      // Reported when its turn comes; until then the failure must not count as unhandled.
      loading.catch(() => undefined);
      queue.push(loading);
    }
    yield await (queue.shift() as Promise<LabelledImages>);
  }
}

function mirror(images: LabelledImages, { flip, seed }: BatchOptions, update: number): LabelledImages {
  if (!flip) return images;
  const { count, size, pixels } = images;
  const draws = uniform(fold(randomKey(seed, 'flip'), update), count);
  const mirrored = new Uint8Array(pixels);
  for (let image = 0; image < count; image++) {
    if ((draws[image] as number) < 0.5) continue;
    for (let row = 0; row < size; row++) {
      const start = (image * size + row) * size * 3;
      for (let column = 0; column < size; column++) {
        const from = start + (size - 1 - column) * 3;
        mirrored.set(pixels.subarray(from, from + 3), start + column * 3);
      }
    }
  }
  return { ...images, pixels: mirrored };
}

/** uint8 pixels as float32 in [−1, 1], labels as float32. */
export function toBatch({ count, size, pixels, labels }: LabelledImages): Batch {
  const values = new Float32Array(pixels.length);
  for (let index = 0; index < values.length; index++) values[index] = (pixels[index] as number) / 127.5 - 1;
  return {
    images: tf.tensor4d(values, [count, size, size, 3]),
    labels: tf.tensor2d(Float32Array.from(labels), [count, labels.length / count]),
  };
}
