import { tensorflowBackend } from '@attgan/backend-tensorflow';
import type { Loose } from '@attgan/experiment';
import { beforeAll, describe, expect, test } from 'vitest';
import { played } from './play-experiment.ts';

const notices: string[] = [];

async function open(graph: 'auto' | 'off', joinUpTo = 0): Promise<void> {
  const backend = await tensorflowBackend.open({ threads: 2, graph, joinUpTo });
  backend.reportTo?.((line) => notices.push(line));
}

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: () => undefined });
}, 300_000);

const SMALL = { size: 32, width: 1 / 32 };
const attgan = { generator: { preset: 'paper-64', ...SMALL }, critic: { preset: 'paper-64', ...SMALL } };

/** Each is played for a few iterations of every stage. */
const experiments: Readonly<Record<string, Loose>> = {
  attgan,
  'attgan, all that is random': {
    ...attgan,
    method: { name: 'attgan', criticNoise: 0.1, flipShare: 0.5, criticDoubt: 0.1, jointDecoding: false },
    adversarial: { name: 'hinge', penalty: 'dragan' },
    augmentation: [{ name: 'translation' }, { name: 'cutout' }],
    optimizer: { name: 'adamw' },
    schedule: { name: 'cosine' },
  },
  'attgan, clipped, by rmsprop': {
    ...attgan,
    adversarial: { name: 'wgan' },
    optimizer: { name: 'rmsprop', learningRate: 1e-3 },
    schedule: { name: 'linear' },
  },
  'attgan, by sgd': { ...attgan, adversarial: { name: 'lsgan' }, optimizer: { name: 'sgd', learningRate: 1e-4 } },
  'attgan-intensity': { method: 'attgan-intensity', ...attgan },
  fader: { method: 'fader', generator: SMALL, critic: { preset: 'paper-64', ...SMALL } },
  icgan: { method: 'icgan', generator: { ...SMALL, latent: 5 }, critic: SMALL },
  vaegan: { method: 'vaegan', generator: SMALL, critic: SMALL },
};

describe.each(Object.keys(experiments))('%s', (name) => {
  const config = experiments[name] as Loose;

  test('recorded, it is trained as without recording, to the bit, and keeps no more tensors', async () => {
    await open('off');
    const expected = await played(config);
    await open('auto');
    notices.length = 0;
    expect(await played(config)).toEqual(expected);
    expect(notices).toEqual([]);
  });
});

test('where a training goes on after it was interrupted, it is recorded anew, and equal to the bit', async () => {
  await open('auto');
  const config = experiments['attgan, all that is random'] as Loose;
  expect(await played(config, { renew: true })).toEqual(await played(config));
});

test('with kernels of our own, too, joined steps equal steps of each parameter to the bit', async () => {
  const config = experiments['attgan, all that is random'] as Loose;
  await open('auto');
  const expected = await played(config);
  await open('auto', 2 ** 20);
  notices.length = 0;
  expect(await played(config)).toEqual(expected);
  expect(notices).toEqual([]);
});
