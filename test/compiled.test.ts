import { tensorflowBackend } from '@attgan/backend-tensorflow';
import { randomKey, uniform } from '@attgan/core';
import { initWeights } from '@attgan/kernels';
import { codeOf, createAttganGenerator, decodeFaces, encodeFaces, generatorSpec } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, beforeEach, expect, test } from 'vitest';
import { played } from './play-experiment.ts';

const SMALL = { size: 32, width: 1 / 32 };
/** Two of the preset's layers each: XLA takes its time for every one. */
const LAYERS = {
  encoder: [
    { filters: 4, kernel: 4, stride: 2 },
    { filters: 8, kernel: 4, stride: 2 },
  ],
  decoder: [
    { filters: 8, kernel: 4, stride: 2 },
    { filters: 3, kernel: 4, stride: 2 },
  ],
};
const config = {
  generator: { preset: 'paper-64', size: 32, ...LAYERS, skips: 1, injects: 1 },
  critic: { preset: 'paper-64', size: 32, width: 1 / 32, layers: LAYERS.encoder },
  method: { name: 'attgan', criticNoise: 0.1, flipShare: 0.5 },
  schedule: { name: 'cosine' },
};
let notices: string[] = [];

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: () => undefined });
}, 300_000);
beforeEach(async () => {
  const backend = await tensorflowBackend.open({ threads: 2, compile: 'xla' });
  notices = [];
  backend.reportTo?.((line) => notices.push(line));
});

/** From here on, as if `compile` were off. */
function compileNothing(): void {
  delete (tf.backend() as { recorder?: unknown }).recorder;
}

test('a compiled training that goes on after it was interrupted is equal to the bit, and near what is not compiled', async () => {
  const whole = await played(config);
  expect(await played(config, { renew: true })).toEqual(whole);
  expect(notices).toEqual([]);
  compileNothing();
  const uncompiled = await played(config);
  expect(whole.values).not.toBe(uncompiled.values);
  expect(whole.tensors).toEqual(uncompiled.tensors);
  // Later, what one of them rounds otherwise has grown.
  for (const [index, metrics] of uncompiled.metrics.slice(0, 4).entries()) {
    for (const [name, value] of Object.entries(metrics)) {
      const off = Math.abs((whole.metrics[index]?.[name] as number) - value) / Math.max(Math.abs(value), 0.1);
      expect(off, `${name} of update ${index}`).toBeLessThan(5e-3);
    }
  }
}, 600_000);

test('compiled edits are those of single operations, for batches of any size', () => {
  const generator = createAttganGenerator(generatorSpec({ preset: 'paper-64', ...SMALL }), 3);
  const weights = initWeights(generator.weights, randomKey(1));
  const edit = (count: number): Float32Array => {
    const faces = tf.tensor4d(uniform(randomKey(2), count * 32 * 32 * 3, -1, 1), [count, 32, 32, 3]);
    const { features } = encodeFaces(generator, weights, faces);
    const image = decodeFaces(generator, weights, features, codeOf(tf.ones([count, 3]), 0.5));
    return image.dataSync() as Float32Array;
  };
  const sizes = [1, 4, 1, 3];
  const compiled = sizes.map(edit);
  expect(notices).toEqual([]);
  compileNothing();
  for (const [index, size] of sizes.entries()) {
    const off = edit(size).map((value, at) => Math.abs(value - (compiled[index]?.[at] as number)));
    expect(off).toHaveLength(size * 32 * 32 * 3);
    expect(Math.max(...off)).toBeLessThan(1e-5);
  }
});
