import type { BackendTraits } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpeed } from './report.ts';

const BATCH = 8;
/** Layers of the preset paper-64: edge and channels that go in, filters, kernel, stride. */
const LAYERS = [
  { edge: 64, channels: 64, filters: 64, kernel: 5, stride: 2 },
  { edge: 16, channels: 128, filters: 256, kernel: 5, stride: 2 },
] as const;

/** Each way a convolution is computed in training, timed on typical layers. */
export async function layerSpeeds({ training }: BackendTraits): Promise<LayerSpeed[]> {
  const speeds: LayerSpeed[] = [];
  for (const layer of LAYERS) {
    const { edge, channels, filters, kernel, stride } = layer;
    const out = edge / stride;
    const name = `${edge}×${edge}×${channels} → ${out}×${out}×${filters}`;
    const operations = 2 * BATCH * out * out * filters * kernel * kernel * channels;
    const x = tf.randomNormal<tf.Rank.R4>([BATCH, edge, edge, channels], 0, 1, 'float32', 1);
    const filter = tf.randomNormal<tf.Rank.R4>([kernel, kernel, channels, filters], 0, 1, 'float32', 2);
    const dy = tf.randomNormal<tf.Rank.R4>([BATCH, out, out, filters], 0, 1, 'float32', 3);
    const ways: [string, () => tf.Tensor][] = [['convolution', () => tf.conv2d(x, filter, stride, 'same')]];
    if (training) {
      const attributes = { strides: stride, pad: 'same', dataFormat: 'NHWC' };
      const run = (kernelName: string, inputs: tf.NamedTensorMap, more: tf.NamedAttrMap): tf.Tensor =>
        tf.engine().runKernel(kernelName, inputs, { ...attributes, ...more }) as tf.Tensor;
      ways.push(
        ['input gradient', () => run(tf.Conv2DBackpropInput, { dy, filter }, { inputShape: x.shape })],
        ['filter gradient', () => run(tf.Conv2DBackpropFilter, { x, dy }, { filterShape: filter.shape })],
      );
    }
    for (const [way, compute] of ways) {
      speeds.push({ name: `${way} ${name}`, gigaflops: operations / 1e9 / (await secondsOf(compute)) });
    }
    tf.dispose([x, filter, dy]);
  }
  return speeds;
}

/** Seconds after which a run is slow enough to be taken as it is. */
const SLOW = 0.4;

/** The best of a few runs, after one that warms up. */
async function secondsOf(compute: () => tf.Tensor): Promise<number> {
  let best = await time(compute);
  for (let round = 0; round < 3 && best < SLOW; round++) best = Math.min(best, await time(compute));
  return best;
}

async function time(compute: () => tf.Tensor): Promise<number> {
  const started = performance.now();
  const result = compute();
  // Reading one number waits for all: some backends only queue work.
  const corner = tf.slice(
    result,
    result.shape.map(() => 0),
    result.shape.map(() => 1),
  );
  await corner.data();
  const seconds = (performance.now() - started) / 1000;
  tf.dispose([result, corner]);
  return seconds;
}
