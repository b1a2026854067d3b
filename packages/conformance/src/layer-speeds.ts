import type { BackendTraits } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import type { LayerSpeed } from './report.ts';

interface Layer {
  readonly edge: number;
  readonly channels: number;
  readonly filters: number;
}

/** Of the preset paper-64: edge and channels of what goes in, filters. */
const LAYERS: readonly Layer[] = [
  { edge: 64, channels: 64, filters: 64 },
  { edge: 16, channels: 128, filters: 256 },
];
const KERNEL = 5;
const STRIDE = 2;
const BATCH = 8;
/** Seconds for a hundredth of a layer after which the whole would be too long to wait for. */
const SLOW = 0.1;

/** Each way a convolution is computed in training, timed on typical layers. */
export async function layerSpeeds({ training }: BackendTraits): Promise<LayerSpeed[]> {
  const speeds: LayerSpeed[] = [];
  for (const layer of LAYERS) {
    for (const way of training ? WAYS : WAYS.slice(0, 1)) speeds.push(await speedOf(way, layer));
  }
  return speeds;
}

async function speedOf(way: Way, whole: Layer): Promise<LayerSpeed> {
  // A corner of one image warms up, and tells whether this will take long; if so, its speed is the answer.
  const corner = { ...whole, edge: whole.edge / 4 };
  const first = await secondsOf(way, corner, 1, 4);
  const [layer, batch, seconds] =
    first > SLOW ? [corner, 1, first] : [whole, BATCH, await secondsOf(way, whole, BATCH, 4)];
  const { edge, channels, filters } = layer;
  const out = edge / STRIDE;
  const operations = 2 * batch * out * out * filters * KERNEL * KERNEL * channels;
  const name = `${way.name} ${edge}×${edge}×${channels} → ${out}×${out}×${filters}, batch ${batch}`;
  return { name, gigaflops: operations / 1e9 / seconds };
}

/** The best of so many runs, or of fewer where they last for seconds. */
async function secondsOf(way: Way, { edge, channels, filters }: Layer, batch: number, runs: number): Promise<number> {
  const x = tf.randomNormal<tf.Rank.R4>([batch, edge, edge, channels], 0, 1, 'float32', 1);
  const filter = tf.randomNormal<tf.Rank.R4>([KERNEL, KERNEL, channels, filters], 0, 1, 'float32', 2);
  const dy = tf.randomNormal<tf.Rank.R4>([batch, edge / STRIDE, edge / STRIDE, filters], 0, 1, 'float32', 3);
  let best = Infinity;
  for (let run = 0; run < runs && !(best > 1 && best < Infinity); run++) {
    const started = performance.now();
    const result = way.compute(x, filter, dy);
    // Reading one number waits for all: some backends only queue work.
    const corner = tf.slice(
      result,
      result.shape.map(() => 0),
      result.shape.map(() => 1),
    );
    await corner.data();
    best = Math.min(best, (performance.now() - started) / 1000);
    tf.dispose([result, corner]);
  }
  tf.dispose([x, filter, dy]);
  return best;
}

interface Way {
  readonly name: string;
  compute(x: tf.Tensor4D, filter: tf.Tensor4D, dy: tf.Tensor4D): tf.Tensor;
}

const ATTRIBUTES = { strides: STRIDE, pad: 'same', dataFormat: 'NHWC' };

const WAYS: readonly Way[] = [
  { name: 'convolution', compute: (x, filter) => tf.conv2d(x, filter, STRIDE, 'same') },
  {
    name: 'input gradient',
    compute: (x, filter, dy) => run(tf.Conv2DBackpropInput, { dy, filter }, { inputShape: x.shape }),
  },
  {
    name: 'filter gradient',
    compute: (x, filter, dy) => run(tf.Conv2DBackpropFilter, { x, dy }, { filterShape: filter.shape }),
  },
];

function run(kernel: string, inputs: tf.NamedTensorMap, more: tf.NamedAttrMap): tf.Tensor {
  return tf.engine().runKernel(kernel, inputs, { ...ATTRIBUTES, ...more }) as tf.Tensor;
}
