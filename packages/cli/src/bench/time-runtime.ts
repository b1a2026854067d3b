import type { GeneratorRunner } from '@attgan/core';
import { disposeTree, flatten, initWeights } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';
import { tenth, timeRuns, type Timing } from './timing.ts';

/** The same of a backend that runs generators outside of TensorFlow.js. */
export async function timeRuntime(
  { generator, generatorOptions, key, batch }: BenchCase,
  repeats: number,
  runner: GeneratorRunner,
): Promise<{ readonly edit_ms: Timing; readonly edit_per_s: number }> {
  const { images, labels } = batch();
  const [count] = images.shape;
  const [faces, codes] = [await images.data<'float32'>(), await labels.data<'float32'>()];
  const tree = initWeights(generator.weights, key);
  const values = flatten<tf.Tensor>(tree, 'generator').map(([name, tensor]) => {
    const numbers = tensor.dataSync<'float32'>();
    return [name, { shape: tensor.shape, values: () => numbers }] as const;
  });
  disposeTree(tree);
  tf.dispose([images, labels]);
  const runtime = await runner.open({
    generator: { name: 'attgan', options: generatorOptions },
    attributes: Array.from({ length: generator.attributes }, (_, index) => `attribute ${index}`),
    size: generator.size,
    scale: 0.5,
    tensors: new Map(values),
    // The weights follow from the options alone.
    sha256: `bench-${generatorOptions.preset}-${generatorOptions.width}`.padEnd(64, '0'),
    describe: 'The generator that is timed',
  });
  try {
    const taken = await timeRuns(repeats, async () => void (await (await runtime.encode(faces, count)).decode(codes)));
    return { edit_ms: taken, edit_per_s: tenth((1000 * count) / taken.min) };
  } finally {
    runtime.close();
  }
}
