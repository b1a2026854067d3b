import * as api from 'attgan';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

const options = z.strictObject({});
const attributes = ['Red', 'Green'];
const square = (size: number, index: number) => {
  const labels = [index % 2, (index >> 1) % 2] as const;
  const colour = [90 + 90 * labels[0], 90 + 90 * labels[1], 50];
  return { labels, pixels: Uint8Array.from({ length: size * size * 3 }, (_, at) => colour[at % 3]!) };
};
const counts = { train: 64, validation: 8, test: 16 };
const open = async (_options: object, { size }: api.DataRequest) =>
  api.createDataset({ attributes, size, counts, description: 'squares', image: (_, index) => square(size, index) });
const data = api.defineData({ name: 'squares', summary: 'squares of one colour', options, open });

const cubed = (real: tf.Tensor, copy: tf.Tensor) => tf.mean(tf.pow(tf.abs(tf.sub(real, copy)), 3)) as tf.Scalar;
const loss = api.defineReconstruction({
  name: 'cubed',
  summary: 'mean cubed difference',
  options,
  create: () => cubed,
});

const down = api.kernelWeight<tf.Rank.R4>([4, 4, 3, 8], 'xavier', ['down']);
const up = api.kernelWeight<tf.Rank.R4>([4, 4, 3, 8 + attributes.length], 'xavier', ['up'], 'last');
const create = (): api.Generator<{ down: tf.Tensor4D; up: tf.Tensor4D }, object> => ({
  size: 32,
  attributes: attributes.length,
  latent: [16, 16, 8],
  weights: { params: { down, up }, state: {} },
  encode: (params, _state, faces) => ({ features: [tf.conv2d(faces, params.down, 2, 'same')], moments: [] }),
  decode(params, _state, features, code) {
    const coded = api.besideEach(features[0]!, code);
    return { image: tf.tanh(tf.conv2dTranspose(coded, params.up, [code.shape[0], 32, 32, 3], 2, 'same')), moments: [] };
  },
  advance: (state) => state,
});
const net = api.defineGenerator({ name: 'tiny', summary: 'two convolutions', options, imageSize: () => 32, create });

const mean = ({ pixels }: api.Picture) => pixels.reduce((sum, value) => sum + value, 0) / pixels.length;
const observe = async (sample: api.Sample) => (await sample.reconstructions()).map(mean);
const shown = { summary: 'mean of all values of a reconstruction', unit: 'levels', better: 'higher' } as const;
const brightness = api.defineFaceMetric({ name: 'brightness', ...shown, options, observe });

const setting = { plugins: [api.definePlugin({ name: 'mine', provides: [data, loss, net] })], root: process.cwd() };
const parts = { data: 'squares', reconstruction: 'cubed', generator: 'tiny', critic: { name: 'attgan', width: 0.03 } };
for (const iterations of [4, 8]) {
  const config = { ...parts, backend: 'wasm', train: { iterations, batch: 4 } };
  const experiment = await api.openExperiment(config, setting);
  console.log(await experiment.train({ folder: 'runs/mine', report: console.log })); // the second time it goes on
  await experiment.close();
}
const model = await api.openModel('runs/mine/model', { ...setting, backend: 'wasm' });
const [edited] = await model.edit([{ width: 32, height: 32, pixels: square(32, 1).pixels }], { Red: 'off' });
await model.close();
await api.savePicture('edited.png', edited!);
const metrics = ['reconstruction', brightness];
const results = await api.evaluateModel('runs/mine/model', { ...setting, data: 'squares', backend: 'wasm', metrics });
console.log(JSON.stringify(results.models[0]!.findings['brightness']));
