import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InterruptedError } from '@attgan/core';
import type { ExperimentConfig } from '@attgan/experiment';
import { readModel } from '@attgan/formats';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openExperiment } from '../packages/attgan/src/api.ts';
import { backendHere } from './backend-here.ts';

let root = '';
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'attgan-fine-tuning-'));
});
afterAll(() => rm(root, { recursive: true, force: true }));

const ITERATIONS = 7;
const slim = { width: 1 / 32, size: 32 };
/** Networks, average and augmentation as those of `models/faces-128`, at small size. */
const config = (generator: object, train: object, more: ExperimentConfig = {}): ExperimentConfig => ({
  data: { name: 'avatars', train: 32, validation: 8, test: 8, cache: join(root, 'faces') },
  generator: { name: 'attgan', preset: 'pytorch-128', ...slim, ...generator },
  critic: { name: 'attgan', preset: 'pytorch-128', ...slim },
  average: { name: 'exponential', decay: 0.9 },
  augmentation: ['mirror'],
  ...more,
  train: { batch: 4, log: 1, checkpoint: 3, ...train },
});

async function train(name: string, given: ExperimentConfig, stopAfter = Infinity): Promise<string[]> {
  const { name: backend } = await backendHere();
  const lines: string[] = [];
  const experiment = await openExperiment({ ...given, backend });
  const stop = new AbortController();
  try {
    await experiment.train({
      folder: join(root, name),
      signal: stop.signal,
      report: (line) => void lines.push(line),
      onProgress: ({ done }) => void (done === stopAfter && stop.abort()),
    });
  } finally {
    await experiment.close();
  }
  return lines;
}

test('a training from the weights of a model, with a mask, restraint and balance, resumes twice to the same bytes', async () => {
  await train('first', config({}, { iterations: 2 }));
  const from = join(root, 'first', 'model');
  const tuned = config(
    { output: 'masked', skips: 2 },
    { iterations: ITERATIONS, from, balance: 0.5 },
    { method: { name: 'attgan', criticUpdates: 1, restraint: 2, criticDoubt: 0.5, flipShare: 0.7 } },
  );
  const lines = await train('whole', tuned);
  expect(lines).toContain(`generator.output: not set in ${from}, "masked" here.`);
  await expect(train('parts', tuned, 2)).rejects.toThrow(InterruptedError);
  await expect(train('parts', tuned, 5)).rejects.toThrow(InterruptedError);
  await train('parts', tuned);
  for (const file of ['metrics.jsonl', join('model', 'model.safetensors')]) {
    expect((await readFile(join(root, 'parts', file))).equals(await readFile(join(root, 'whole', file))), file).toBe(
      true,
    );
  }
  const { sha256 } = await readModel(from);
  const { card } = await readModel(join(root, 'parts', 'model'));
  expect(card.provenance).toMatchObject({
    iterations: ITERATIONS,
    experiment: { train: { from } },
    changes: [{ iteration: 0, changes: [`started from the weights of ${from} (SHA-256 ${sha256})`] }],
  });
}, 120_000);

test('a start that does not fit is refused in one line, and leaves no folder of results', async () => {
  const from = join(root, 'first', 'model');
  const starting = (generator: NonNullable<ExperimentConfig['generator']>): Promise<string[]> =>
    train('never', { ...config({}, { iterations: 1, from }), generator });
  await expect(starting({ name: 'attgan', preset: 'pytorch-128', size: 32, width: 1 / 16 })).rejects.toThrow(
    /^The model .*first.model has generator\/.* Choose the same networks/,
  );
  await expect(starting({ name: 'icgan', ...slim })).rejects.toThrow(
    /first.model has the generator "attgan": add --generator attgan\.$/,
  );
  await expect(train('never', config({}, { iterations: 1, from: join(root, 'none') }))).rejects.toThrow(/none/);
  await expect(train('whole', config({ output: 'masked', skips: 2 }, { iterations: ITERATIONS }))).rejects.toThrow(
    /^A resumed run cannot change the start \(train\.from was .* is nothing\)/,
  );
});
