import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError, InterruptedError, parseOptions, UsageError } from '@attgan/core';
import { readSafetensors } from '@attgan/formats';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { combine } from './augmentations/combine.ts';
import { mirror } from './augmentations/mirror.ts';
import { exponential } from './averages/exponential.ts';
import { sgd } from './optimizers/sgd.ts';
import { toyDataset, toyGame } from './testing/toy-game.ts';
import { trainOptions } from './train-options.ts';
import type { TrainRequest } from './train-request.ts';
import { train } from './train.ts';

let root = '';
beforeAll(async () => {
  await registerGradients();
  await tf.setBackend('cpu');
  root = await mkdtemp(join(tmpdir(), 'attgan-train-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const options = trainOptions.parse({ iterations: 9, batch: 3, log: 2, checkpoint: 4, samples: 9 });
const lines: string[] = [];
/** What a run has besides the game: everything that a resumed one must bring back. */
const PARTS = { augmentation: combine([{ of: 'batch', augment: mirror.create({}) }]), average: exponential.create({}) };

async function run(
  name: string,
  resume: boolean,
  stopAfter = Infinity,
  given: Partial<TrainRequest<tf.Tensor>> = {},
): Promise<void> {
  const controller = new AbortController();
  await train({
    game: toyGame(9),
    dataset: toyDataset,
    folder: join(root, name),
    options,
    experiment: { method: { name: 'toy' } },
    card: {
      format: 1,
      generator: { name: 'toy', options: {} },
      attributes: ['Bright'],
      exclusive: [],
      scale: 0.5,
      size: 4,
      provenance: {},
    },
    resume,
    signal: controller.signal,
    report: (line) => void lines.push(line),
    onProgress: ({ iteration }) => void (iteration === stopAfter && controller.abort()),
    ...PARTS,
    ...given,
  });
}

const bytes = (name: string, ...path: string[]): Promise<Buffer> => readFile(join(root, name, ...path));

test('a run leaves its experiment, metrics, samples, checkpoints and model', async () => {
  await run('whole', false);
  const names = await readdir(join(root, 'whole'));
  for (const name of ['experiment.json', 'metrics.jsonl', 'samples', 'checkpoints', 'model']) {
    expect(names).toContain(name);
  }
  expect(await readdir(join(root, 'whole', 'checkpoints'))).toEqual(['00000008', '00000009']);
  expect((await bytes('whole', 'metrics.jsonl')).toString().split('\n')).toHaveLength(6);
});

test('stopped in the middle of a logging interval and resumed, it equals the whole run byte for byte', async () => {
  await expect(run('parts', false, 3)).rejects.toThrow(InterruptedError);
  await expect(run('parts', true, 7)).rejects.toThrow(InterruptedError);
  await run('parts', true);
  expect(await bytes('parts', 'metrics.jsonl')).toEqual(await bytes('whole', 'metrics.jsonl'));
  for (const file of ['painter.safetensors', 'state.json']) {
    expect(await bytes('parts', 'checkpoints', '00000009', file)).toEqual(
      await bytes('whole', 'checkpoints', '00000009', file),
    );
  }
  const model = ['model', 'model.safetensors'];
  expect(await bytes('parts', ...model)).toEqual(await bytes('whole', ...model));
});

test('a damaged newest checkpoint is reported, and the one before it used', async () => {
  await run('damaged', false);
  await truncate(join(root, 'damaged', 'checkpoints', '00000009', 'painter.safetensors'), 40);
  lines.length = 0;
  await run('damaged', true);
  expect(lines.join('\n')).toMatch(/00000009 is damaged[\s\S]*Resuming after iteration 8/);
  expect(await bytes('damaged', 'metrics.jsonl')).toEqual(await bytes('whole', 'metrics.jsonl'));
});

test('a second training does not overwrite the first', async () => {
  await expect(run('whole', false)).rejects.toThrow(AttganError);
  await expect(run('whole', false)).rejects.toThrow(/--resume/);
});

test('a checkpoint holds what the optimizer remembers by the parameter, and the average', async () => {
  const path = join(root, 'whole', 'checkpoints', '00000009', 'painter.safetensors');
  const { tensors } = await readSafetensors(path);
  expect([...tensors.keys()].sort()).toEqual([
    'average/colour',
    'params/colour',
    'slots/colour/m',
    'slots/colour/v',
    'state/seen',
  ]);
  const { tensors: model } = await readSafetensors(join(root, 'whole', 'model', 'model.safetensors'));
  expect(model.get('colour')?.values()).toEqual(tensors.get('average/colour')?.values());
  expect(model.get('colour')?.values()).not.toEqual(tensors.get('params/colour')?.values());
});

test('a run that is beyond the iterations asked for says so, and is left as it is', async () => {
  const before = await bytes('whole', 'experiment.json');
  const resuming = run('whole', true, Infinity, { game: toyGame(5), experiment: { other: true } });
  await expect(resuming).rejects.toThrow(UsageError);
  await expect(run('whole', true, Infinity, { game: toyGame(5) })).rejects.toThrow(
    /has 9 iterations, more than 5: there is nothing to do\. Its model is in .*model/,
  );
  expect(await bytes('whole', 'experiment.json')).toEqual(before);
});

test('the step after the checkpoint is where a resumed run’s events begin', async () => {
  await expect(run('events', false, 3)).rejects.toThrow(InterruptedError);
  await run('events', true);
  const names = (await readdir(join(root, 'events'))).filter((name) => name.startsWith('events.')).sort();
  const [first, second] = await Promise.all(names.map((name) => bytes('events', name)));
  // Field 2 of an event is its step; field 7, of two bytes here, says that a session starts: TensorBoard drops what older files
  // have of that step and of later ones, so it must not be the one that was logged last.
  const sessionAt = (step: number): Buffer => Buffer.from([0x10, step, 0x3a, 0x02, 0x08, 0x01]);
  expect(first?.includes(sessionAt(1))).toBe(true);
  expect(second?.includes(sessionAt(4))).toBe(true);
});

test('a loss that is no number names the checkpoint there is, and a way to go on', async () => {
  const broken = toyGame(9, (error) => tf.mean(tf.log(tf.mul(tf.square(error), -1))) as tf.Scalar);
  await expect(run('nothing', false, Infinity, { game: broken })).rejects.toThrow(
    /painter\/error became NaN in iteration 1, .*Nothing was saved yet: .*--optimizer\.learningRate 0\.025\.$/,
  );
  await expect(run('something', false, 5)).rejects.toThrow(InterruptedError);
  await expect(run('something', true, Infinity, { game: broken })).rejects.toThrow(
    /checkpoint of iteration 5 is intact: .*--resume --run .*something --optimizer\.learningRate 0\.025\.$/,
  );
  expect(await readdir(join(root, 'something', 'checkpoints'))).toContain('00000005');
});

test('parameters that grow beyond all measure are told once, long before they are no numbers', async () => {
  const game = toyGame(9, (error) => tf.mul(tf.mean(error), -1) as tf.Scalar);
  const optimizer = sgd.create({ learningRate: 1e7 });
  const players = game.players.map((setup) => ({ ...setup, optimizer }));
  lines.length = 0;
  await run('growing', false, Infinity, { game: { ...game, players } });
  expect(lines.filter((line) => /Parameters of painter have grown to .*\(colour\)/.test(line))).toHaveLength(1);
});

test('how long to train has no default: the message says what it is and what is sensible', () => {
  expect(() => parseOptions(trainOptions, {}, 'train')).toThrow(
    /^--iterations is missing: small networks .* 189400\.$/,
  );
  expect(() => parseOptions(trainOptions, { iterations: 0 }, 'train')).toThrow(/^train\.iterations: /);
});
