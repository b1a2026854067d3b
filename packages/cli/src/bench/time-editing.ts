import { disposeTree, initWeights } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';
import { tenth, timeRuns, type Timing } from './timing.ts';

/** Encoding and decoding with moving averages, the images read back. */
export async function timeEditing(
  { generator, key, batch: makeBatch }: BenchCase,
  repeats: number,
): Promise<{ readonly edit_ms: Timing; readonly edit_per_s: number }> {
  const { images, labels } = makeBatch();
  const { params, state } = initWeights(generator.weights, key);
  const taken = await timeRuns(repeats, async () => {
    const image = tf.tidy(() => {
      const { features } = generator.encode(params, state, images, 'inference');
      return generator.decode(params, state, features, labels, 'inference').image;
    });
    await image.data();
    image.dispose();
  });
  for (const tree of [params, state]) disposeTree(tree);
  const [count] = images.shape;
  tf.dispose([images, labels]);
  return { edit_ms: taken, edit_per_s: tenth((1000 * count) / taken.min) };
}
