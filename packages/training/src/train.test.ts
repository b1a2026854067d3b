import { cp, mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError, InterruptedError, parseOptions, UsageError } from '@attgan/core';
import { readModel, readSafetensors } from '@attgan/formats';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { combine } from './augmentations/combine.ts';
import { mirror } from './augmentations/mirror.ts';
import { exponential } from './averages/exponential.ts';
import { sgd } from './optimizers/sgd.ts';
import { readHistory } from './run-history.ts';
import { lockRun } from './run-lock.ts';
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

test('stopped within an iteration and resumed, it equals the whole run byte for byte', async () => {
  const stop = new AbortController();
  // Five batches are read ahead, so this is before the first of the two updates of iteration 4.
  let loads = 0;
  const load: typeof toyDataset.load = (split, indices) => {
    if (++loads === 11) stop.abort();
    return toyDataset.load(split, indices);
  };
  await expect(
    run('within', false, Infinity, { dataset: { ...toyDataset, load }, signal: stop.signal }),
  ).rejects.toThrow(/^Stopped after iteration 3; a checkpoint was saved with 1 update of the next\. Continue/);
  expect((await readdir(join(root, 'within', 'checkpoints'))).at(-1)).toBe('00000003.0001');
  await run('within', true);
  expect(await bytes('within', 'metrics.jsonl')).toEqual(await bytes('whole', 'metrics.jsonl'));
  const last = ['checkpoints', '00000009', 'painter.safetensors'];
  expect(await bytes('within', ...last)).toEqual(await bytes('whole', ...last));
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

test.each(['model', 'metrics.jsonl'])('results without a checkpoint are not written over: %s', async (name) => {
  const folder = join(root, `only ${name}`);
  await cp(join(root, 'whole', name), join(folder, name), { recursive: true });
  await expect(run(`only ${name}`, true)).rejects.toThrow(
    `${folder} has ${name} of a training, but no checkpoint to resume from. Restore ${join(folder, 'checkpoints')}`,
  );
  await expect(run(`only ${name}`, false)).rejects.toThrow(
    `${folder} already has ${name} of a training. Choose another --run folder.`,
  );
  expect(await readdir(folder)).toEqual([name]);
});

test('checkpoints that cannot be read are not taken for none', async () => {
  await cp(join(root, 'whole'), join(root, 'unreadable'), { recursive: true });
  await rm(join(root, 'unreadable', 'checkpoints'), { recursive: true });
  await writeFile(join(root, 'unreadable', 'checkpoints'), 'a file');
  await expect(run('unreadable', true)).rejects.toThrow(/^Cannot read the checkpoints in .*part of the path is a file/);
  expect(await bytes('unreadable', 'metrics.jsonl')).toEqual(await bytes('whole', 'metrics.jsonl'));
});

test('a training in a folder where another one runs is refused and leaves all as it is', async () => {
  const folder = join(root, 'both');
  await expect(run('both', false, 3)).rejects.toThrow(InterruptedError);
  const other = await lockRun(folder);
  const before = await readdir(folder);
  await expect(run('both', true)).rejects.toThrow(/^A training is running in .*both \(process \d+ on /);
  expect(await readdir(folder)).toEqual(before);
  await other.release();
  await run('both', true);
  expect(await bytes('both', 'metrics.jsonl')).toEqual(await bytes('whole', 'metrics.jsonl'));
  expect(await readdir(folder)).not.toContain('run.lock');
});

test('what changes on the way is said, and stays in the history and in the card of the model', async () => {
  await expect(run('changing', false, 3, { backend: 'abacus: 1 thread' })).rejects.toThrow(InterruptedError);
  lines.length = 0;
  const earlier = { experiment: { seed: 0 }, changes: ['train.seed was 0, is 7'] };
  await run('changing', true, Infinity, { backend: 'abacus: 2 threads', experiment: { seed: 7 }, earlier });
  const changes = ['train.seed was 0, is 7', 'the backend was "abacus: 1 thread", is "abacus: 2 threads"'];
  expect(lines).toEqual(expect.arrayContaining(changes.map((each) => `Changed from this iteration on: ${each}.`)));
  const history = await readHistory(join(root, 'changing'));
  expect(history).toMatchObject([
    { iteration: 0, backend: 'abacus: 1 thread', changes: [], experiment: { method: { name: 'toy' } } },
    { iteration: 3, backend: 'abacus: 2 threads', changes, experiment: { seed: 7 } },
  ]);
  const { card } = await readModel(join(root, 'changing', 'model'));
  expect(card.provenance).toMatchObject({ iterations: 9, changes: [{ iteration: 3, changes }] });
});

test('a model that a kill left behind its last checkpoint is brought up to it', async () => {
  await expect(run('behind', false, 5)).rejects.toThrow(InterruptedError);
  await cp(join(root, 'behind', 'model'), join(root, 'old model'), { recursive: true });
  await run('behind', true);
  const last = await bytes('behind', 'model', 'model.safetensors');
  await rm(join(root, 'behind', 'model'), { recursive: true });
  await cp(join(root, 'old model'), join(root, 'behind', 'model'), { recursive: true });
  await run('behind', true);
  expect(await bytes('behind', 'model', 'model.safetensors')).toEqual(last);
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
    /painter\/error became NaN in iteration 1, .* iteration 0 is intact: .*--resume --run .*nothing --optimizer\.learningRate 0\.025\.$/,
  );
  await run('nothing', true);
  expect(await bytes('nothing', 'metrics.jsonl')).toEqual(await bytes('whole', 'metrics.jsonl'));
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
  expect(lines.filter((line) => /parameters of painter have grown to .*\(colour\)/.test(line))).toHaveLength(1);
});

test('where parameters had grown before the last checkpoint, another folder is the way, not that checkpoint', async () => {
  const game = toyGame(9, (error) => tf.mul(tf.mean(tf.pow(error, 3)), -1) as tf.Scalar);
  const optimizer = sgd.create({ learningRate: 1e7 });
  const players = game.players.map((setup) => ({ ...setup, optimizer }));
  const diverging = run('diverged', false, Infinity, {
    game: { ...game, players },
    options: { ...options, checkpoint: 1 },
  });
  await expect(diverging).rejects.toThrow(
    /(NaN|Infinity|finite).* iteration \d may have parameters that are too large already: train in another --run folder .*--optimizer\.learningRate 0\.0002\.$/,
  );
});

test('how long to train has no default: the message says what it is and what is sensible', () => {
  expect(() => parseOptions(trainOptions, {}, 'train')).toThrow(
    /^--iterations is missing: small networks .* 189400\.$/,
  );
  expect(() => parseOptions(trainOptions, { iterations: 0 }, 'train')).toThrow(/^train\.iterations: /);
});
