import { createHash } from 'node:crypto';
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openEditor } from '@attgan/editor';
import { parseJson, readModelFile, writeSafetensors, type TensorToWrite } from '@attgan/formats';
import { flatten, type Weight } from '@attgan/kernels';
import { attganGenerator, pytorchNames, toPytorchLayout } from '@attgan/nets';
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import { readClassifierCard } from '../../../packages/classifier/src/read-classifier-card.ts';
import { definitions, writeTinyModel } from '../../../packages/editor/src/testing/tiny-model.ts';
import { onnxExporter } from '../../../packages/export/src/onnx/onnx-exporter.ts';
import { ATTRIBUTES, randomModel } from '../../../packages/export/src/testing/random-model.ts';
import { pth, safetensors, tensorflowCheckpoint, tensorflowGraph } from '@attgan/importers';
import { ROOT } from '../../workspace.ts';
import type { TargetsIn } from '../target.ts';

/** Models with a card, with weights, as ONNX and as files of other programs, opened as commands open them. */
export const models: TargetsIn = async (folder) => {
  await tf.setBackend('cpu');
  const tiny = await writeTinyModel();
  const [card, weights] = [await readFile(join(tiny, 'model.json')), await readFile(join(tiny, 'model.safetensors'))];
  const model = join(folder, 'model');
  await cp(tiny, model, { recursive: true });
  const onnx = join(folder, 'model.onnx');
  const options = { preset: 'paper-64', size: 32, width: 1 / 32 } as const;
  await onnxExporter.write({}, randomModel(options), onnx);
  const classifier = join(ROOT, 'models', 'classifier-celeba-64', 'classifier.json');
  const foreign = join(folder, 'foreign');
  await mkdir(foreign);
  const open = async (): Promise<void> => (await openEditor(model, definitions)).dispose();
  return [
    {
      name: 'model-card',
      text: true,
      seeds: [card],
      async read(input) {
        await writeFile(join(model, 'model.json'), input);
        await writeFile(join(model, 'model.safetensors'), weights);
        await open();
      },
    },
    {
      name: 'model-weights',
      seeds: [weights],
      async read(input) {
        const sha256 = createHash('sha256').update(input).digest('hex');
        const own = { ...(parseJson(card, 'card') as object), weights: { sha256 } };
        await writeFile(join(model, 'model.json'), JSON.stringify(own));
        await writeFile(join(model, 'model.safetensors'), input);
        await open();
      },
    },
    {
      name: 'onnx',
      seeds: [await readFile(onnx)],
      async read(input) {
        await writeFile(onnx, input);
        await readModelFile(onnx);
      },
    },
    {
      name: 'classifier-card',
      text: true,
      seeds: [await readFile(classifier)],
      async read(input) {
        await writeFile(join(foreign, 'classifier.json'), input);
        await readClassifierCard(foreign, join(foreign, 'classifier.json'));
      },
    },
    {
      name: 'imports',
      seeds: [await foreignWeights(join(folder, 'foreign.safetensors'))],
      async read(input) {
        const path = join(foreign, 'weights.safetensors');
        await writeFile(path, input);
        for (const importer of [pth, safetensors, tensorflowCheckpoint, tensorflowGraph]) await importer.reads(path);
        await safetensors.read(path, { attributes: ATTRIBUTES, size: 32 });
      },
    },
  ];
};

/** A slim generator by PyTorch's names. */
async function foreignWeights(path: string): Promise<Uint8Array> {
  const layer = (filters: number) => ({ filters, kernel: 4, stride: 2 });
  const [encoder, decoder] = [[2, 4].map(layer), [4, 3].map(layer)];
  const { weights } = attganGenerator.create({ preset: 'pytorch-128', size: 32, encoder, decoder }, ATTRIBUTES.length);
  const entries = flatten<Weight>(weights).map(
    ([name, { shape }]) => [name.replace(/^(params|state)\//, ''), shape] as const,
  );
  const names = pytorchNames(entries.map(([name]) => name));
  const tensors = entries.map(([name, shape]): [string, TensorToWrite] => {
    const values = new Float32Array(shape.reduce((product, edge) => product * edge, 1)).fill(0.5);
    return [names.get(name) as string, toPytorchLayout({ shape, values })];
  });
  await writeSafetensors(path, tensors);
  return readFile(path);
}
