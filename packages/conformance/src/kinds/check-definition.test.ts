import { defineData, UsageError, type Definition, type DefinitionKinds } from '@attgan/core';
import { withoutGradient, type TensorTree } from '@attgan/kernels';
import { attganCritic, attganGenerator, defineGenerator } from '@attgan/nets';
import type { Generator, GeneratorDefinition } from '@attgan/nets';
import { defineAverage, defineOptimizer, defineReconstruction, defineSchedule, sgd } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { casesOf, checkDefinition, demand, type ConformanceSetting, type KindSuite } from '../index.ts';

type Checked = Exclude<Definition, { kind: 'backend' }>;
const none = z.strictObject({});
const named = { name: 'mine', summary: 'one of my own', options: none };

/** What is wrong, by the name of the case. */
async function problemsOf(definition: Checked, setting: ConformanceSetting = {}): Promise<Record<string, string>> {
  const { ok, results } = await checkDefinition(definition, setting);
  const failed = results.filter(({ status }) => status === 'failed');
  expect(ok).toBe(failed.length === 0);
  return Object.fromEntries(failed.map(({ name, problem }) => [name, problem as string]));
}

test.each(['data', 'generator', 'critic', 'adversarial', 'reconstruction', 'constraint', 'method', 'metric'] as const)(
  'the cases of a %s have names of their own',
  (kind) => {
    const names = casesOf(kind).map(({ group, name }) => `${group}: ${name}`);
    expect(new Set(names).size).toBe(names.length);
    expect(names.length).toBeGreaterThan(7);
  },
);

test('an optimizer that remembers something beside its slots is found by its checkpoint', async () => {
  const forgetful = defineOptimizer({
    ...named,
    create() {
      let steps = 0;
      const init = () => ({});
      const update: ReturnType<typeof sgd.create>['update'] = ({ parameter, gradient }, { learningRate }) => {
        const rate = learningRate / ++steps;
        return { parameter: tf.sub(parameter, tf.mul(gradient, rate)), slots: {} };
      };
      return { learningRate: 0.01, init, update };
    },
  });
  expect(await problemsOf(forgetful)).toEqual({
    'steps the same, bit for bit, from a checkpoint':
      'after a checkpoint these differ: params/kernel, params/bias; keep all it remembers in slots',
  });
});

test('an optimizer and an average that mix numbers, and say that they do not, are named', async () => {
  const plain = sgd.create({ momentum: 0 });
  const norm = defineOptimizer({
    ...named,
    create: () => ({
      ...plain,
      update: ({ gradient, ...leaf }, at) =>
        plain.update({ ...leaf, gradient: tf.div(gradient, tf.add(tf.norm(gradient), 1e-3)) }, at),
    }),
  });
  const scalar = defineOptimizer({
    ...named,
    create: () => ({
      ...plain,
      init: () => ({ count: tf.scalar(0) }),
      update: (leaf, at) => ({
        ...plain.update(leaf, at),
        slots: { count: tf.add(leaf.slots['count'] as tf.Tensor, 1) },
      }),
    }),
  });
  const name = 'steps parameters joined as it says it may: as one by one, bit for bit';
  const parts = ['0/kernel', '0/bias', '1/kernel', '1/bias'].map((part) => `params/${part}`).join(', ');
  expect(await problemsOf(norm)).toEqual({ [name]: `joined, these differ: ${parts}; leave \`elementwise\` out` });
  expect(await problemsOf(scalar)).toEqual({
    [name]: 'a slot of a parameter [3, 2] has another shape: leave `elementwise` out',
  });
  const half = (old: tf.Tensor, now: tf.Tensor): tf.Tensor => tf.div(tf.add(old, now), 2);
  const largest = defineAverage({
    ...named,
    create: () => ({
      elementwise: 'any shape',
      update: (old, now) => tf.where(tf.greater(tf.max(now), 0.7), half(old, now), tf.clone(now)),
    }),
  });
  expect(await problemsOf(largest)).toEqual({
    'averages tensors joined as it says they may be: as one by one, bit for bit':
      'joined, it gives different averages: leave `elementwise` out',
  });
});

test('a schedule above 1 and a summary of two lines are named', async () => {
  const schedule = defineSchedule({
    ...named,
    summary: 'one\ntwo',
    create: () => (iteration, iterations) => 2 - iteration / iterations,
  });
  expect(await problemsOf(schedule)).toEqual({
    'has a summary of one line': 'its summary is empty, or longer than a line',
    'is in [0, 1] in every iteration': 'is 2 in iteration 0 of 1',
  });
});

test('a loss that sums over the batch, leaves tensors and takes any option is named three times', async () => {
  const sums = defineReconstruction({
    ...named,
    options: z.looseObject({}),
    create: () => (real, other) => tf.sum(tf.square(tf.sub(real, other))),
  });
  const problems = await problemsOf(sums);
  expect(problems['does not grow with the batch']).toMatch(/^off by 1\.0e\+0, allowed 0\.0001: /);
  expect(problems['is 0 for equal images and above 0 for others']).toMatch(/^leaves \d+ tensors, \d+ bytes behind$/);
  expect(problems['refuses an unknown option by name, in one line']).toMatch('z.strictObject');
});

const SMALL = { preset: 'paper-64', size: 32, width: 1 / 32 } as const;

test('a generator that leaves the range, ignores the code and trains one parameter too few is named', async () => {
  const lazy = defineGenerator({
    ...named,
    imageSize: () => 64,
    create(_, attributes) {
      const network = (attganGenerator as GeneratorDefinition).create(SMALL, attributes);
      return {
        ...network,
        decode(params: TensorTree, state: TensorTree, features, code, mode) {
          const { image, moments } = network.decode(params, state, features, tf.zerosLike(code), mode);
          return { image: tf.add<tf.Tensor4D>(tf.mul(image, 2), 2), moments };
        },
      };
    },
  });
  const problems = await problemsOf(lazy);
  expect(problems['says what it is made for']).toBe('imageSize says 64, the network 32');
  expect(problems['makes other faces of other codes']).toBe('the code changes nothing');
  expect(problems['encodes to z of the shape that it says, and decodes to images']).toBe(
    'in inference, the image leaves [−1, 1]: end with tanh',
  );
  expect(Object.keys(problems)).toHaveLength(3);
});

test('a preparation that forgets the code, or that keeps the weights of others, is named', async () => {
  const generator = attganGenerator as GeneratorDefinition;
  const prepared = (change: (network: Generator) => NonNullable<Generator['preparation']>['prepare']) =>
    defineGenerator({
      ...named,
      options: generator.options,
      imageSize: () => 32,
      create(options, attributes) {
        const network = generator.create(options as never, attributes);
        return { ...network, preparation: { of: network.decode, prepare: change(network) } };
      },
    });
  const forgetful = prepared(({ preparation }) => (params, state) => {
    const { begin, dispose } = (preparation as NonNullable<typeof preparation>).prepare(params, state);
    const beginning = (features: readonly tf.Tensor4D[]) => {
      const face = begin(features);
      return { ...face, decode: (code: tf.Tensor2D) => tf.tidy(() => face.decode(tf.zerosLike(code))) };
    };
    return { begin: beginning, dispose };
  });
  const borrowing = prepared(({ decode }) => (params, state) => ({
    begin: (features) => ({
      decode: (code) => tf.tidy(() => decode(params, state, features, code, 'inference').image),
      dispose: () => undefined,
    }),
    dispose: () => undefined,
  }));
  const name = 'decodes the same when it is prepared';
  const forgotten = await problemsOf(forgetful, { options: SMALL });
  expect(Object.keys(forgotten)).toEqual([name]);
  expect(forgotten[name]).toMatch(/^off by .*allowed 0\.0001: what is prepared decodes otherwise than `decode`/);
  const borrowed = await problemsOf(borrowing, { options: SMALL });
  expect(borrowed[name]).toMatch(/^it fails once the weights that it was prepared from are freed: /);
});

test('a critic whose second derivative is wrong is named where derivatives of it are asked for', async () => {
  const bent: DefinitionKinds['critic'] = {
    ...(attganCritic as DefinitionKinds['critic']),
    create(options, attributes) {
      const critic = (attganCritic as DefinitionKinds['critic']).create(options, attributes);
      // The derivative of exp is taken for a constant, so that the second is missing.
      const exp = tf.customGrad((input, save) => {
        const x = input as tf.Tensor;
        (save as tf.GradSaveFunc)([x]);
        const gradFunc = (dy: tf.Tensor, [saved]: tf.Tensor[]): tf.Tensor =>
          tf.mul(
            dy,
            withoutGradient(() => tf.exp(saved as tf.Tensor)),
          );
        return { value: tf.exp(x), gradFunc: gradFunc as never };
      });
      return {
        ...critic,
        apply(params, faces) {
          const { attributes: logits, adversarial } = critic.apply(params, tf.mul(faces, 1));
          return { attributes: logits, adversarial: exp(tf.mul(adversarial, 3)) as tf.Tensor2D };
        },
      };
    },
  };
  const options = { options: SMALL };
  const { results } = await checkDefinition(bent, options);
  const second = results.find(({ name }) => name.startsWith('is differentiated twice'));
  expect([second?.status, second?.problem]).toEqual([
    'failed',
    expect.stringMatching(/^off by .*second derivative is/),
  ]);
  const shallow = await checkDefinition(bent, { ...options, traits: { training: true, secondOrder: false } });
  const skipped = shallow.results.find(({ name }) => name.startsWith('is differentiated twice'));
  expect(skipped?.status).toBe('not promised');
});

test('data whose images change, whose labels are 2 and whose close fails the second time are named', async () => {
  let reads = 0;
  const wild = defineData({
    ...named,
    async open(_, { size }) {
      let open = true;
      const labels = async (_split: string, indices: readonly number[]) => Uint8Array.from(indices, () => 2);
      return {
        attributes: ['Bald'],
        exclusive: [['Bald', 'Bangs']],
        size,
        counts: { train: 3, validation: 0, test: 0 },
        description: 'wild',
        load: async (split, indices) => ({
          count: indices.length,
          size,
          pixels: new Uint8Array(indices.length * size * size * 3).fill(reads++),
          labels: await labels(split, indices),
        }),
        labels,
        names: async (_split, indices) => indices.map(String),
        async close() {
          if (!open) throw new Error('it is closed');
          open = false;
        },
      };
    },
  });
  const problems = await problemsOf(wild);
  expect(problems).toEqual({
    'has groups of attributes that it names': 'exclusive groups name what is no attribute: Bangs',
    'gives images of the size asked for, with labels 0 or 1': 'train: a label is neither 0 nor 1',
    'gives the same bytes for the same index, in any order and when opened again':
      'image 2 of train has other bytes when it is read again',
    'refuses indices that it does not have, in one line': 'it accepts index 3 of train',
    'can be closed twice': 'throws: it is closed',
  });
});

test('wrong options are one line before any case runs, and backends have cases of their own', async () => {
  await expect(checkDefinition(sgd, { options: { momentun: 1 } })).rejects.toThrow(UsageError);
  expect(() => casesOf('backend')).toThrow('Backends have cases of their own: use checkBackend or describeBackend.');
});

test('a kind of somebody else’s is checked by the suite that comes with it, and without one as any definition', async () => {
  const shape = { ...named, kind: 'shape', create: () => 3 } as unknown as Checked;
  const suite = {
    kind: 'shape',
    tensors: false,
    open: async () => 3,
    cases: [
      { group: 'shape', name: 'is round', run: async (edges: number) => demand(edges === 0, `has ${edges} edges`) },
    ],
  } as unknown as KindSuite;
  const { results } = await checkDefinition(shape, { suites: [suite] });
  const failed = results.filter(({ status }) => status === 'failed').map(({ name }) => name);
  expect(failed).toEqual(['checks its options itself, wherever it is called from', 'is round']);
  expect(results.at(-1)).toMatchObject({ name: 'is round', status: 'failed', problem: 'has 3 edges' });
  expect((await checkDefinition(shape)).results.map(({ group }) => group)).toEqual(Array(6).fill('definition'));
});
