import { tensorflowBackend } from '@attgan/backend-tensorflow';
import { randomKey } from '@attgan/core';
import type { Loose } from '@attgan/experiment';
import { initWeights, leaves, type Computation, type TensorTree } from '@attgan/kernels';
import { createAttganGenerator, generatorSpec } from '@attgan/nets';
import { adam, adamw, disposePlayer, exponential, initPlayer, step, type StepOptions } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import type { TensorflowKernelBackend } from '../packages/backends/tensorflow/src/load.ts';
import { traceComputation } from '../packages/backends/tensorflow/src/recording/trace-computation.ts';
import type { Trace } from '../packages/backends/tensorflow/src/recording/trace.ts';
import { played } from './play-experiment.ts';

const notices: string[] = [];
const EVERY = 2 ** 30;

/** With TensorFlow's own kernels, as on a GPU: there a step is a sequence of small operations. */
async function open(graph: 'auto' | 'off', joinUpTo?: number): Promise<void> {
  const backend = await tensorflowBackend.open({ threads: 2, kernels: 'tensorflow', graph, joinUpTo });
  backend.reportTo?.((line) => notices.push(line));
}

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: () => undefined });
  await open('auto');
}, 300_000);

const SMALL = { size: 32, width: 1 / 32 };
const attgan = { generator: { preset: 'paper-64', ...SMALL }, critic: { preset: 'paper-64', ...SMALL } };

const experiments: Readonly<Record<string, Loose>> = {
  'attgan, by Adam': attgan,
  'attgan, by AdamW with the DRAGAN penalty': {
    ...attgan,
    adversarial: { name: 'hinge', penalty: 'dragan' },
    optimizer: { name: 'adamw' },
    schedule: { name: 'cosine' },
  },
  'attgan, clipped, by RMSProp': {
    ...attgan,
    adversarial: { name: 'wgan' },
    optimizer: { name: 'rmsprop', learningRate: 1e-3 },
  },
  'attgan, by SGD': { ...attgan, adversarial: { name: 'lsgan' }, optimizer: { name: 'sgd', learningRate: 1e-4 } },
  vaegan: { method: 'vaegan', generator: SMALL, critic: SMALL },
};

describe.each(Object.keys(experiments))('%s', (name) => {
  const config = experiments[name] as Loose;

  test('with joined steps, recorded or not, it is trained as without, to the bit, and keeps no more tensors', async () => {
    await open('off', 0);
    const expected = await played(config);
    notices.length = 0;
    for (const graph of ['off', 'auto'] as const) {
      await open(graph, EVERY);
      expect(await played(config)).toEqual(expected);
    }
    expect(notices).toEqual([]);
  });
});

test('a training that goes on with joined steps, or without them, is equal to the bit', async () => {
  await open('auto', 0);
  const expected = await played(attgan);
  for (const [before, after] of [
    [0, EVERY],
    [EVERY, 0],
    [1000, EVERY],
  ]) {
    await open('auto', before);
    expect(await played(attgan, { renew: true, reopen: () => open('auto', after) })).toEqual(expected);
  }
});

test('on a CPU steps are not joined unless that is asked for', async () => {
  await open('auto');
  expect((tf.backend() as TensorflowKernelBackend).joinUpTo).toBe(0);
  await open('auto', 5);
  expect((tf.backend() as TensorflowKernelBackend).joinUpTo).toBe(5);
});

/** The operations that are recorded of a generator's step, by name, and how many tensors it has of at most and of over `upTo` numbers. */
async function operationsOf(options: Pick<StepOptions, 'optimizer' | 'average' | 'clipNorm'>, upTo: number) {
  await open('off', upTo);
  const backend = tf.backend() as TensorflowKernelBackend;
  const traces: Trace[] = [];
  backend.recorder = {
    run<T extends TensorTree>(computation: Computation<T>): T {
      const { result, trace } = traceComputation(backend, computation);
      traces.push(trace as Trace);
      return result;
    },
  };
  const generator = createAttganGenerator(generatorSpec({ preset: 'paper-128', width: 1 / 16 }), 13);
  const init = () => initWeights(generator.weights, randomKey(1));
  const player = initPlayer({ name: 'generator', optimizer: options.optimizer, init }, randomKey(1), options.average);
  const tensors = leaves<tf.Tensor>(player.params);
  const sizes = tensors.map(({ size }) => size);
  const gradients = tensors.map((tensor) => tf.onesLike(tensor));
  disposePlayer(step(player, gradients, { ...options, learningRate: 1e-4 }));
  delete backend.recorder;
  // A view of the same memory is no work.
  const operations = (traces[0] as Trace).operations.filter(({ name }) => name !== 'Reshape');
  const count = (of: string): number => operations.filter(({ name }) => name === of).length;
  return {
    all: operations.length,
    joins: count('ConcatV2'),
    splits: count('SplitV'),
    roots: count('Sqrt'),
    small: sizes.filter((size) => size <= upTo).length,
    large: sizes.filter((size) => size > upTo).length,
  };
}

test('a step of Adam takes a dozen operations for each parameter, and as many for all of them joined', async () => {
  const options = { optimizer: adam.create({}) };
  const each = await operationsOf(options, 0);
  expect(each).toMatchObject({ joins: 0, splits: 0, small: 0, roots: 29, large: 29, all: 29 * 13 });
  const joined = await operationsOf(options, EVERY);
  expect(joined).toMatchObject({ joins: 4, splits: 3, roots: 1, large: 0, all: 4 + 13 + 3 });
  const some = await operationsOf(options, 2 ** 12);
  expect(some).toMatchObject({ joins: 4, splits: 3, all: 4 + 13 + 3 + some.large * 13 });
  expect(some.large).toBeGreaterThan(0);
});

test('averages are joined, too, and AdamW’s kernels apart from its gains and biases', async () => {
  const average = exponential.create({});
  const averaged = { optimizer: adam.create({}), average };
  expect((await operationsOf(averaged, 0)).all).toBe(29 * 16);
  expect((await operationsOf(averaged, EVERY)).all).toBe(5 + 16 + 4);
  const decayed = { optimizer: adamw.create({}), average };
  expect(await operationsOf(decayed, EVERY)).toMatchObject({ joins: 10, splits: 8, roots: 2 });
});
