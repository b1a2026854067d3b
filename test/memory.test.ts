import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { avatars } from '@attgan/data-avatars';
import { attgan, l1, none, wganGp } from '@attgan/methods';
import { attganCritic, attganGenerator } from '@attgan/nets';
import { adam, constant, train, trainOptions, unaugmented } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { backendHere } from './backend-here.ts';

// Pages of what awaits collection are not growth: without this, they fill and empty in waves of a hundred iterations.
setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

test('three hundred updates at batch 16 leave the number of tensors and the memory where they were', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'attgan-memory-'));
  const backend = await (await backendHere()).open({});
  const dataset = await avatars.open(
    { train: 256, cache: join(folder, 'faces') },
    { size: 32, report: () => undefined },
  );
  const networks = { preset: 'paper-64', size: 32, width: 1 / 16 } as const;
  const generator = attganGenerator.create(networks, dataset.attributes.length);
  const game = attgan.create(
    { criticUpdates: 2 },
    {
      attributes: dataset.attributes,
      exclusive: dataset.exclusive,
      generator,
      critic: attganCritic.create(networks, dataset.attributes.length),
      adversarial: wganGp.create({}),
      reconstruction: l1.create({}),
      constraint: none.create({}, { attributes: dataset.attributes.length, latent: generator.latent, iterations: 100 }),
      optimizer: adam.create({}),
      schedule: constant.create({}),
      augmentation: unaugmented,
      iterations: 100,
    },
  );
  const tensors: number[] = [];
  const resident: number[] = [];
  await train({
    game,
    dataset,
    folder: join(folder, 'run'),
    options: trainOptions.parse({ iterations: 100, batch: 16, log: 1000, samples: 1000, checkpoint: 1000 }),
    experiment: {},
    card: {
      format: 1,
      generator: { name: 'attgan', options: networks },
      attributes: dataset.attributes,
      exclusive: dataset.exclusive,
      scale: 0.5,
      size: 32,
      provenance: {},
    },
    resume: false,
    report: () => undefined,
    onProgress() {
      tensors.push(tf.memory().numTensors);
      collectGarbage();
      resident.push(process.memoryUsage().rss);
    },
  });
  await dataset.close();
  await backend.close();
  await rm(folder, { recursive: true, force: true });
  expect(new Set(tensors).size).toBe(1);
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  expect(mean(resident.slice(-20)) / mean(resident.slice(40, 60))).toBeLessThan(1.05);
}, 120_000);
