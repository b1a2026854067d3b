import type { GeneratorRunner } from '@attgan/core';
import { disposeTree, initWeights } from '@attgan/kernels';
import { decodeFaces, encodeFaces } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';
import { timeRuntime } from './time-runtime.ts';
import { tenth, timeRuns, type Timing } from './timing.ts';

/** Encoding and decoding with moving averages, the images read back; by the backend's own runtime where it has one. */
export async function timeEditing(
  bench: BenchCase,
  repeats: number,
  runner?: GeneratorRunner,
): Promise<{ readonly edit_ms: Timing; readonly edit_per_s: number }> {
  if (runner !== undefined) return timeRuntime(bench, repeats, runner);
  const { generator, key, batch: makeBatch } = bench;
  const { images, labels } = makeBatch();
  const weights = initWeights(generator.weights, key);
  const taken = await timeRuns(repeats, async () => {
    const image = tf.tidy(() => {
      const { features } = encodeFaces(generator, weights, images);
      return decodeFaces(generator, weights, features, labels);
    });
    await image.data();
    image.dispose();
  });
  disposeTree(weights);
  const [count] = images.shape;
  tf.dispose([images, labels]);
  return { edit_ms: taken, edit_per_s: tenth((1000 * count) / taken.min) };
}
