import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as ort from 'onnxruntime-node';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { metadataOf } from '../onnx/metadata.ts';
import { ATTRIBUTES, randomFaces, randomModel } from '../testing/random-model.ts';
import { mlserverExporter } from './mlserver-exporter.ts';
import { servedTensors } from './served-tensors.ts';
import { tritonConfig } from './triton-config.ts';
import { tritonExporter } from './triton-exporter.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'attgan-serving-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const model = randomModel({ preset: 'paper-128', width: 1 / 32, size: 32 });

/** Shapes as the protocol writes them, of what onnxruntime finds in a file. */
function shapesOf(values: readonly ort.InferenceSession.ValueMetadata[]): unknown[] {
  return values.map((value) => {
    if (!value.isTensor) throw new Error(`${value.name} is no tensor`);
    return [value.name, value.type, value.shape.map((edge) => (typeof edge === 'number' ? edge : -1))];
  });
}

test('MLServer is told the tensors that the ONNX file has, and what their codes mean', async () => {
  const out = join(folder, 'served', 'attgan');
  const written = await mlserverExporter.write({}, model, out);
  expect((await readdir(out)).sort()).toEqual(written.map((path) => path.slice(out.length + 1)).sort());
  const settings = JSON.parse(await readFile(join(out, 'model-settings.json'), 'utf8')) as ReturnType<
    typeof servedTensors
  > & { readonly name: string; readonly implementation: string; readonly parameters: { readonly uri: string } };
  const session = await ort.InferenceSession.create(join(out, settings.parameters.uri));
  const told = ({ name, datatype, shape }: (typeof settings.inputs)[number]): unknown[] => [
    name,
    datatype === 'FP32' ? 'float32' : datatype,
    shape,
  ];
  expect(settings.name).toBe('attgan');
  expect(settings.inputs.map(told)).toEqual(shapesOf(session.inputMetadata));
  expect(settings.outputs.map(told)).toEqual(shapesOf(session.outputMetadata));
  expect(settings.inputs[1]?.parameters).toEqual({ attributes: ATTRIBUTES, scale: 0.5, weights: model.sha256 });
  const [module, name] = settings.implementation.split('.');
  expect(await readFile(join(out, `${module}.py`), 'utf8')).toContain(`class ${name}(MLModel):`);
  const { images, codes } = randomFaces(32);
  const { edit } = await session.run({
    image: new ort.Tensor('float32', images, [2, 32, 32, 3]),
    code: new ort.Tensor('float32', codes, [2, 3]),
  });
  expect(edit?.dims).toEqual([2, 32, 32, 3]);
});

test('Triton is told the same without the dimension of the batch', async () => {
  const out = join(folder, 'repository', 'faces_2');
  expect(await tritonExporter.write({ precision: 'fp16' }, model, out)).toEqual([
    join(out, 'config.pbtxt'),
    join(out, '1/model.onnx'),
  ]);
  const config = await readFile(join(out, 'config.pbtxt'), 'utf8');
  expect(config).toContain('name: "faces_2"\nplatform: "onnxruntime_onnx"\nmax_batch_size: 32\n');
  expect(config).toContain('{ name: "image" data_type: TYPE_FP32 dims: [ 32, 32, 3 ] },');
  expect(config).toContain('{ name: "code" data_type: TYPE_FP32 dims: [ 3 ] }\n]');
  expect(config).toContain('output [\n  { name: "edit" data_type: TYPE_FP32 dims: [ 32, 32, 3 ] }\n]');
  const session = await ort.InferenceSession.create(join(out, '1/model.onnx'));
  expect(session.inputNames).toEqual(['image', 'code']);
});

test('clients and ONNX files are told the gains, without which codes would be wrong', () => {
  const card = { ...model.card, strength: 2, gains: { [ATTRIBUTES[0] as string]: 1.5 } };
  expect(servedTensors({ card, sha256: 'f' }).inputs[1]?.parameters).toMatchObject({ strength: 2, gains: card.gains });
  const told = metadataOf(card, { sha256: 'f', part: 'whole', precision: 'fp32' });
  expect(JSON.parse(told['gains'] as string)).toEqual(card.gains);
  expect(JSON.parse(told['attgan'] as string)).toMatchObject({ gains: card.gains });
});

test('names of attributes cannot leave their string in config.pbtxt', () => {
  const card = { ...model.card, attributes: ['a"b\\c\nd'] };
  const line = tritonConfig('m', servedTensors({ card, sha256: 'f' }))
    .split('\n')
    .find((each) => each.includes('"attributes"'));
  const [, text = ''] = /string_value: ("(?:[^"\\]|\\.)*") } }$/.exec(line ?? '') ?? [];
  expect(JSON.parse(JSON.parse(text) as string)).toEqual(card.attributes);
});

test('a folder is replaced where it held the same, and refused where it held something else', async () => {
  const out = join(folder, 'again', 'attgan');
  await tritonExporter.write({}, model, out);
  await writeFile(join(out, 'left over'), '');
  await tritonExporter.write({}, model, out);
  expect((await readdir(out)).sort()).toEqual(['1', 'config.pbtxt']);
  await expect(mlserverExporter.write({}, model, out)).rejects.toThrow(/has no model-settings\.json/);
  const other = join(folder, 'photos');
  await mkdir(other);
  await writeFile(join(other, 'one.jpg'), '');
  await expect(mlserverExporter.write({}, model, other)).rejects.toThrow(/photos is there and has no/);
  expect(await readdir(other)).toEqual(['one.jpg']);
});

test('a name that no address holds, and bytes without photos, are refused before anything is written', async () => {
  const target = join(folder, 'refused', 'my model');
  await expect(tritonExporter.write({}, model, target)).rejects.toThrow(/must end in the model's name/);
  const bytes = mlserverExporter.write({ precision: 'int8' }, model, join(folder, 'refused', 'model'));
  await expect(bytes).rejects.toThrow(/--calibrate is missing/);
  const change = randomModel({ preset: 'paper-128', width: 1 / 32, size: 32, takes: 'change' });
  await expect(tritonExporter.write({}, change, join(folder, 'refused', 'model'))).rejects.toThrow(/takes changes/);
  expect(await readdir(join(folder, 'refused')).catch(() => [])).toEqual([]);
});
