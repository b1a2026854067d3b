import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSafetensors } from '@attgan/formats';
import { loadTree } from '@attgan/kernels';
import { attganGenerator } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ATTRIBUTES, randomFaces, randomModel } from '../testing/random-model.ts';
import { pthExporter } from './pth-exporter.ts';
import { safetensorsExporter } from './safetensors-exporter.ts';

/** A Python with torch and safetensors, and an independent AttGAN, where there are. */
const PYTHON = process.env['ATTGAN_TORCH_PYTHON'] ?? '';
const PEER = process.env['ATTGAN_TORCH_PEER'] ?? join(import.meta.dirname, '../../../../../shared/peer');
const absent = !existsSync(PYTHON) || !existsSync(join(PEER, 'attgan_torch.py'));

let folder = '';
beforeAll(async () => {
  await import('@tensorflow/tfjs');
  await tf.setBackend('cpu');
  folder = await mkdtemp(join(tmpdir(), 'attgan-pth-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const options = { preset: 'pytorch-128', width: 1 / 32, size: 32, skips: 2, injects: 2 } as const;

const script = `
import sys, json, numpy as np, torch
sys.path.insert(0, sys.argv[3])
from attgan_torch import PRESETS, Critic, Generator, Spec, scaled
from dataclasses import asdict
f, file = sys.argv[1:3]
s = Spec(**{**asdict(scaled(PRESETS['pytorch-128'], 1 / 32)), 'image_size': 32, 'attributes': 3, 'skips': 2, 'injects': 2})
if file.endswith('.pth'):
    states = torch.load(file, weights_only=True)
    Critic(s).load_state_dict(states['D'])
    state = states['G']
else:
    from safetensors.torch import load_file
    state = load_file(file)
g = Generator(s).eval()
g.load_state_dict(state)
x = torch.from_numpy(np.fromfile(f + '/images.bin', np.float32).reshape(2, 32, 32, 3)).permute(0, 3, 1, 2)
a = torch.from_numpy(np.fromfile(f + '/codes.bin', np.float32).reshape(2, 3))
with torch.inference_mode():
    g(x, a).permute(0, 2, 3, 1).contiguous().numpy().tofile(f + '/edit.bin')`;

test.skipIf(absent).each(['.pth', '.safetensors'])(
  'an independent PyTorch program edits with a %s file as we do',
  async (end) => {
    const model = randomModel(options, { preset: 'pytorch-128', width: 1 / 32, size: 32 });
    const file = join(folder, `model${end}`);
    if (end === '.pth') await pthExporter.write({}, model, file);
    else await safetensorsExporter.write({ names: 'pytorch' }, model, file);
    const { images, codes } = randomFaces(32);
    await writeFile(join(folder, 'images.bin'), images);
    await writeFile(join(folder, 'codes.bin'), codes);
    execFileSync(PYTHON, ['-c', script, folder, file, PEER], { stdio: 'pipe' });
    const edit = new Float32Array((await readFile(join(folder, 'edit.bin'))).buffer.slice(0));
    const generator = attganGenerator.create(options, ATTRIBUTES.length);
    const { params, state } = loadTree(generator.weights, model.tensors, { prefix: 'generator', describe: 'a test' });
    const wanted = tf.tidy(() => {
      const { features } = generator.encode(params, state, tf.tensor4d(images, [2, 32, 32, 3]), 'inference');
      return generator
        .decode(params, state, features, tf.tensor2d(codes, [2, 3]), 'inference')
        .image.dataSync<'float32'>();
    });
    const off = wanted.reduce((most, value, at) => Math.max(most, Math.abs(value - (edit[at] as number))), 0);
    expect(off).toBeLessThan(1e-5);
  },
);

test('a mask is the fourth channel of the last layer, which no other program mistakes for an image', async () => {
  const file = join(folder, 'masked.safetensors');
  await safetensorsExporter.write({ names: 'pytorch' }, randomModel({ ...options, output: 'masked' }), file);
  const { tensors } = await readSafetensors(file);
  expect(tensors.get('dec_layers.4.layers.0.weight')?.shape.slice(1)).toEqual([4, 4, 4]);
  expect(tensors.get('dec_layers.4.layers.0.bias')?.shape).toEqual([4]);
});

test('networks without PyTorch names are refused in a line', async () => {
  const model = randomModel(options);
  const other = { ...model, card: { ...model.card, generator: { name: 'icgan', options: {} } } };
  await expect(pthExporter.write({}, other, join(folder, 'x.pth'))).rejects.toThrow(/generator "icgan"/);
  const residual = randomModel({ ...options, output: 'residual' });
  await expect(pthExporter.write({}, residual, join(folder, 'x.pth'))).rejects.toThrow(
    /gives a residual output, which/,
  );
  await expect(pthExporter.write({}, model, join(folder, 'x.bin'))).rejects.toThrow(/must end in \.pth/);
});
