import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadTree } from '@attgan/kernels';
import { attganGenerator, PRESET_NAMES } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { networkOf } from '../stored-network.ts';
import { ATTRIBUTES, randomFaces, randomModel } from '../testing/random-model.ts';
import { calibrate } from './calibrate.ts';
import { foldGenerator } from './folded-layers.ts';
import { onnxExporter } from './onnx-exporter.ts';
import { onnxModel } from './onnx-model.ts';

/** A Python with onnxruntime, where there is one. */
const PYTHON = process.env['ATTGAN_ONNX_PYTHON'] ?? '';

let folder = '';
beforeAll(async () => {
  await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'attgan-onnx-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

type Options = Parameters<typeof attganGenerator.create>[0];

const VARIANTS: readonly (readonly [string, Options])[] = [
  ...PRESET_NAMES.map((preset) => [preset, { preset, width: 1 / 16, size: 32 }] as const),
  ['skips and injections everywhere', { preset: 'paper-128', width: 1 / 32, size: 32, skips: 4, injects: 4 }],
  ['a mask', { preset: 'pytorch-128', width: 1 / 16, size: 32, output: 'masked', skips: 2 }],
  ['a residual output', { preset: 'paper-64', width: 1 / 32, size: 32, output: 'residual' }],
  ['more injections than skips', { preset: 'paper-64', width: 1 / 32, size: 48, skips: 1, injects: 3 }],
];

/** What our own networks give, in float32. */
async function expected(options: Options): Promise<Float32Array> {
  const { tensors } = randomModel(options);
  const generator = attganGenerator.create(options, ATTRIBUTES.length);
  const { params, state } = loadTree(generator.weights, tensors, { prefix: 'generator', describe: 'a test' });
  const { images, codes } = randomFaces(generator.size);
  return tf.tidy(() => {
    const faces = tf.tensor4d(images, [2, generator.size, generator.size, 3]);
    const { features } = generator.encode(params, state, faces, 'inference');
    const code = tf.tensor2d(codes, [2, ATTRIBUTES.length]);
    return generator.decode(params, state, features, code, 'inference').image.dataSync<'float32'>();
  });
}

function furthest(found: ArrayLike<number>, wanted: ArrayLike<number>): number {
  expect(found.length).toBe(wanted.length);
  return Array.from(wanted).reduce((most, value, at) => Math.max(most, Math.abs(value - (found[at] as number))), 0);
}

function feedsOf(size: number): { image: ort.Tensor; code: ort.Tensor } {
  const { images, codes } = randomFaces(size);
  return {
    image: new ort.Tensor('float32', images, [2, size, size, 3]),
    code: new ort.Tensor('float32', codes, [2, ATTRIBUTES.length]),
  };
}

describe.each(VARIANTS)('an ONNX file of %s', (name, options) => {
  const model = randomModel(options);
  const file = (kind: string): string => join(folder, `${name.replaceAll(' ', '-')}-${kind}.onnx`);

  test('gives in onnxruntime what our own networks give', async () => {
    await onnxExporter.write({}, model, file('fp32'));
    const session = await ort.InferenceSession.create(file('fp32'));
    expect([session.inputNames, session.outputNames]).toEqual([['image', 'code'], ['edit']]);
    const { edit } = await session.run(feedsOf(model.card.size));
    expect(edit?.dims).toEqual([2, model.card.size, model.card.size, 3]);
    expect(furthest(edit?.data as Float32Array, await expected(options))).toBeLessThan(1e-4);
  });

  test('split, gives the same; with weights in half precision, nearly the same', async () => {
    await onnxExporter.write({ split: true, precision: 'fp16' }, model, file('split'));
    const encoder = await ort.InferenceSession.create(file('split').replace('.onnx', '.encoder.onnx'));
    const decoder = await ort.InferenceSession.create(file('split').replace('.onnx', '.decoder.onnx'));
    const { image, code } = feedsOf(model.card.size);
    const { edit } = await decoder.run({ ...(await encoder.run({ image })), code });
    const off = furthest(edit?.data as Float32Array, await expected(options));
    expect(off).toBeGreaterThan(0);
    expect(off).toBeLessThan(2e-2);
  });

  test('in bytes, comes near to that', async () => {
    const generator = foldGenerator(networkOf(model.card, model.tensors, 'a test'));
    const { images } = randomFaces(model.card.size);
    async function* batches(): AsyncGenerator<Float32Array> {
      yield images;
    }
    const ranges = await calibrate(generator, { batches: batches(), scale: 0.5, strength: 2 });
    const bytes = onnxModel(generator, { part: 'whole', numbers: { precision: 'int8', ranges }, metadata: {} });
    const session = await ort.InferenceSession.create(bytes);
    const { edit } = await session.run(feedsOf(model.card.size));
    const wanted = await expected(options);
    const error = wanted.reduce((sum, value, at) => sum + (value - Number(edit?.data[at])) ** 2, 0) / wanted.length;
    expect(10 * Math.log10(4 / error)).toBeGreaterThan(25);
  });

  test.skipIf(!existsSync(PYTHON))('gives the same in Python’s onnxruntime', async () => {
    await onnxExporter.write({}, model, file('python'));
    const { images, codes } = randomFaces(model.card.size);
    await writeFile(join(folder, 'images.bin'), images);
    await writeFile(join(folder, 'codes.bin'), codes);
    const { size } = model.card;
    const script = `
import sys, numpy as np, onnxruntime as ort
f = sys.argv[1]
s = ort.InferenceSession(sys.argv[2], providers=['CPUExecutionProvider'])
x = np.fromfile(f + '/images.bin', np.float32).reshape(2, ${size}, ${size}, 3)
a = np.fromfile(f + '/codes.bin', np.float32).reshape(2, ${ATTRIBUTES.length})
s.run(['edit'], dict(image=x, code=a))[0].tofile(f + '/edit.bin')
assert s.get_modelmeta().custom_metadata_map['scale'] == '0.5'`;
    execFileSync(PYTHON, ['-c', script, folder, file('python')], { stdio: 'pipe' });
    const edit = new Float32Array((await readFile(join(folder, 'edit.bin'))).buffer.slice(0));
    expect(furthest(edit, await expected(options))).toBeLessThan(1e-4);
  });
});

test('models that tell intensities, and other generators, are refused in a line', async () => {
  const telling = randomModel({ preset: 'paper-128', width: 1 / 32, size: 32, intensities: true });
  const write = (model: typeof telling) => onnxExporter.write({}, model, join(folder, 'refused.onnx'));
  await expect(write(telling)).rejects.toThrow(/tells intensities/);
  const changed = randomModel({ preset: 'paper-128', width: 1 / 32, size: 32, takes: 'change' });
  await expect(write(changed)).rejects.toThrow(/takes changes/);
  const other = { ...telling, card: { ...telling.card, generator: { name: 'fader', options: {} } } };
  await expect(write(other)).rejects.toThrow(/generator "fader"/);
  await expect(onnxExporter.write({ precision: 'int8' }, telling, join(folder, 'x.onnx'))).rejects.toThrow(
    /--calibrate/,
  );
  await expect(onnxExporter.write({}, telling, join(folder, 'x.bin'))).rejects.toThrow(/must end in \.onnx/);
  expect(existsSync(join(folder, 'refused.onnx'))).toBe(false);
});
