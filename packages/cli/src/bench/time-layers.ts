import { normal, randomKey } from '@attgan/core';
import type { LayerSpec } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import type { BenchCase } from './bench-case.ts';
import { timeRuns } from './timing.ts';

/** How fast one convolution ran, in 10⁹ multiplications and additions a second. */
export interface LayerSpeed {
  readonly layer: string;
  readonly forward: number;
  readonly inputGradient: number;
  readonly filterGradient: number;
}

interface Layer extends LayerSpec {
  readonly name: string;
  /** Side and channels of the convolution's input; a transposed one is the gradient of such a convolution. */
  readonly edge: number;
  readonly channels: number;
  readonly transposed: boolean;
}

/** What this machine reaches at best: a product of two large square matrices. */
export async function measureCeiling(repeats: number): Promise<number> {
  const edge = 1024;
  const [a, b] = [random<tf.Rank.R2>([edge, edge]), random<tf.Rank.R2>([edge, edge])];
  const speed = await gigaflops(repeats, 2 * edge ** 3, () => tf.matMul(a, b));
  tf.dispose([a, b]);
  return speed;
}

/** Every convolution of both networks: forward, and both gradients. */
export async function timeLayers(given: BenchCase, batch: number, repeats: number): Promise<readonly LayerSpeed[]> {
  const speeds: LayerSpeed[] = [];
  for (const { name, edge, channels, filters, kernel, stride, transposed } of layersOf(given)) {
    const small = Math.ceil(edge / stride);
    const large: [number, number, number, number] = [batch, edge, edge, channels];
    const x = random<tf.Rank.R4>(large);
    const dy = random<tf.Rank.R4>([batch, small, small, filters]);
    const weights = random<tf.Rank.R4>([kernel, kernel, channels, filters]);
    const flops = 2 * batch * small ** 2 * kernel ** 2 * channels * filters;
    const time = (run: () => tf.Tensor): Promise<number> => gigaflops(repeats, flops, run);
    const attributes = { strides: [stride, stride], pad: 'same', dataFormat: 'NHWC' } as const;
    const convolve = await time(() => tf.conv2d(x, weights, stride, 'same'));
    const towardsInput = await time(() =>
      tf.engine().runKernel('Conv2DBackpropInput', { dy, filter: weights }, { ...attributes, inputShape: large }),
    );
    const towardsFilter = await time(() =>
      tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape: weights.shape }),
    );
    tf.dispose([x, dy, weights]);
    // What runs forward in a transposed convolution is the other's gradient.
    const [forward, inputGradient] = transposed ? [towardsInput, convolve] : [convolve, towardsInput];
    speeds.push({ layer: name, forward, inputGradient, filterGradient: towardsFilter });
  }
  return speeds;
}

function layersOf({ generatorSpec, criticSpec, generator }: BenchCase): readonly Layer[] {
  const chain = (part: string, specs: readonly LayerSpec[]): Layer[] => {
    let [edge, channels] = [criticSpec.size, 3];
    return specs.map((spec, index) => {
      const layer = { ...spec, name: `${part} ${index + 1}`, edge, channels, transposed: false };
      [edge, channels] = [Math.ceil(edge / spec.stride), spec.filters];
      return layer;
    });
  };
  const { encoder, decoder, skips, injects } = generatorSpec;
  let edge = encoder.reduce((size, { stride }) => Math.ceil(size / stride), generatorSpec.size);
  let filters = (encoder.at(-1) as LayerSpec).filters + generator.attributes;
  const transposed = decoder.map((spec, index) => {
    edge *= spec.stride;
    const layer = { ...spec, name: `decoder ${index + 1}`, edge, channels: spec.filters, filters, transposed: true };
    const skipped = index < skips ? (encoder.at(-2 - index) as LayerSpec).filters : 0;
    filters = spec.filters + skipped + (index < injects ? generator.attributes : 0);
    return layer;
  });
  return [...chain('encoder', encoder), ...transposed, ...chain('critic', criticSpec.layers)];
}

async function gigaflops(repeats: number, flops: number, run: () => tf.Tensor): Promise<number> {
  const { min } = await timeRuns(repeats, async () => {
    const result = run();
    // Reading one value waits for a device that computes asynchronously.
    const first = tf.tidy(() => tf.slice(tf.reshape(result, [-1]), 0, 1));
    await first.data();
    tf.dispose([result, first]);
  });
  return Math.round(flops / Math.max(min, 0.05) / 1e6);
}

function random<R extends tf.Rank>(shape: tf.ShapeMap[R]): tf.Tensor<R> {
  const count = (shape as number[]).reduce((product, size) => product * size, 1);
  return tf.tensor<R>(normal(randomKey(3), count), shape);
}
