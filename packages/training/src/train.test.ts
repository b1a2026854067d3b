import { mkdtemp, readdir, readFile, rm, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AttganError, InterruptedError } from '@attgan/core';
import { registerGradients } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { toyDataset, toyGame } from './testing/toy-game.ts';
import { trainOptions } from './train-options.ts';
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

async function run(name: string, resume: boolean, stopAfter = Infinity): Promise<void> {
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
