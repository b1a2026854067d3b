import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError, UsageError } from '@attgan/core';
import { writeSafetensors, type TensorToWrite } from '@attgan/formats';
import { flatten, type Weight } from '@attgan/kernels';
import { attganGenerator, pytorchNames, toPytorchLayout } from '@attgan/nets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { safetensors } from './index.ts';

const ATTRIBUTES = ['Bald', 'Bangs', 'Young'];
const SETTINGS = {
  attrs: ATTRIBUTES,
  img_size: 32,
  enc_dim: 2,
  enc_layers: 3,
  dec_dim: 2,
  dec_layers: 3,
  thres_int: 0.5,
  test_int: 1,
};
const layer = (filters: number) => ({ filters, kernel: 4, stride: 2 });
const OPTIONS = {
  preset: 'pytorch-128',
  size: 32,
  encoder: [2, 4, 8].map(layer),
  decoder: [8, 4, 3].map(layer),
  skips: 1,
  injects: 1,
} as const;

let folder = '';
let file = '';
/** Ours, by the names in a model folder. */
const own = new Map<string, TensorToWrite>();
/** PyTorch's, by its names. */
const torch = new Map<string, TensorToWrite>();

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-importers-'));
  file = join(folder, 'weights.safetensors');
  const entries = flatten<Weight>(attganGenerator.create(OPTIONS, ATTRIBUTES.length).weights);
  const inNetwork = (name: string): string => name.replace(/^(params|state)\//, '');
  const names = pytorchNames(entries.map(([name]) => inNetwork(name)));
  let next = 0;
  for (const [name, { shape }] of entries) {
    const count = shape.reduce((product, edge) => product * edge, 1);
    const tensor = { shape, values: Float32Array.from({ length: count }, () => Math.sin(next++)) };
    own.set(`generator/${name}`, tensor);
    torch.set(names.get(inNetwork(name)) as string, toPytorchLayout(tensor));
  }
  await writeSafetensors(file, torch);
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const given = { attributes: ATTRIBUTES, size: 32 };

test('a model written by PyTorch’s names comes back tensor by tensor', async () => {
  expect(await safetensors.reads(file)).toBe(true);
  const { card, tensors } = await safetensors.read(file, given);
  expect(new Map(tensors)).toEqual(own);
  expect(card).toMatchObject({ attributes: ATTRIBUTES, size: 32, scale: 0.5, exclusive: [['Bald', 'Bangs']] });
  expect(attganGenerator.create(card.generator.options, 3).latent).toEqual([4, 4, 8]);
});

test('a fourth channel of the last layer is a mask', async () => {
  const other = join(folder, 'masked.safetensors');
  const [kernel, bias] = ['weight', 'bias'].map((leaf) => `dec_layers.2.layers.0.${leaf}`) as [string, string];
  const before = (torch.get(kernel) as TensorToWrite).shape as [number, number, number, number];
  const shape = before.with(1, 4);
  const values = new Float32Array(shape.reduce((product, edge) => product * edge, 1));
  await writeSafetensors(
    other,
    new Map(torch).set(kernel, { shape, values }).set(bias, { shape: [4], values: new Float32Array(4) }),
  );
  const { card } = await safetensors.read(other, given);
  expect(card.generator.options).toEqual({
    ...(await safetensors.read(file, given)).card.generator.options,
    output: 'masked',
  });
});

test('names with G. and module. before them are the same', async () => {
  const other = join(folder, 'prefixed.safetensors');
  await writeSafetensors(
    other,
    [...torch].map(([name, tensor]) => [`G.module.${name}`, tensor] as const),
  );
  const { tensors } = await safetensors.read(other, given);
  expect(new Map(tensors)).toEqual(own);
});

describe('what the file does not say', () => {
  test('has to be said, and the error says how', async () => {
    const error: unknown = await safetensors.read(file, {}).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(AttganError);
    expect(String(error)).toContain('does not say the names of its 3 attributes. Put its setting.txt');
  });

  test('is read from a settings file, which flags overrule', async () => {
    const settings = join(folder, 'mine.txt');
    await writeFile(settings, JSON.stringify({ ...SETTINGS, data: 'CelebA' }));
    const { card } = await safetensors.read(file, { settings, strength: 3 });
    expect(card).toMatchObject({ attributes: ATTRIBUTES, size: 32, scale: 0.5, strength: 3 });
    expect(card.crop).toEqual({ width: 178, height: 218, x: 4, y: 24, edge: 170 });
  });

  test('must be what the weights are for', async () => {
    await expect(safetensors.read(file, { ...given, attributes: 'A,B' })).rejects.toThrow(
      'weights for 3 attributes, but --attributes names 2',
    );
    await expect(safetensors.read(file, { ...given, attributes: 'A,B,A' })).rejects.toThrow('A is named twice');
    await expect(safetensors.read(file, { ...given, sise: 1 })).rejects.toThrow(UsageError);
    await expect(safetensors.read(file, { ...given, settings: join(folder, 'none') })).rejects.toThrow(
      'there is no file',
    );
  });

  test('is refused where attgan has no such network', async () => {
    const settings = join(folder, 'other.txt');
    await writeFile(settings, JSON.stringify({ ...SETTINGS, enc_norm: 'instancenorm' }));
    await expect(safetensors.read(file, { settings })).rejects.toThrow('other.txt: enc_norm');
    await writeFile(settings, '{ "attrs": [');
    await expect(safetensors.read(file, { settings })).rejects.toThrow('is neither JSON nor YAML');
  });
});

describe('what does not fit', () => {
  const BIAS = 'dec_layers.2.layers.0.bias';
  const written = async (name: string, tensors: ReadonlyMap<string, TensorToWrite>): Promise<string> => {
    const path = join(folder, `${name}.safetensors`);
    await writeSafetensors(path, tensors);
    return path;
  };
  const bias = { shape: [1, 3], values: Float32Array.of(0, 0, 0) };

  test('is named with its shapes: missing, misshapen and extra tensors', async () => {
    const without = new Map(torch);
    without.delete(BIAS);
    await expect(safetensors.read(await written('missing', without), given)).rejects.toThrow(`missing ${BIAS} [3]`);
    const path = await written('misshapen', new Map(torch).set(BIAS, bias));
    await expect(safetensors.read(path, given)).rejects.toThrow(`misshapen ${BIAS} [1, 3] instead of [3]`);
    const extra = await written('extra', new Map(torch).set('fc.weight', bias));
    await expect(safetensors.read(extra, given)).rejects.toThrow('extra fc.weight [1, 3]');
  });

  test('is refused where values are not finite', async () => {
    const path = await written('broken', new Map(torch).set(BIAS, { shape: [3], values: Float32Array.of(0, NaN, 0) }));
    await expect(safetensors.read(path, given)).rejects.toThrow(`values in ${BIAS} that are not finite`);
  });

  test('is refused where the file has no generator', async () => {
    const path = await written('other', new Map([['fc.weight', bias]]));
    await expect(safetensors.read(path, given)).rejects.toThrow(
      'holds no AttGAN generator: it has no tensor enc_layers.0',
    );
  });
});
