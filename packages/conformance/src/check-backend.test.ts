import { AttganError, UsageError } from '@attgan/core';
import { adamKernel } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { checkBackend, conformanceCases, type CaseResult } from './index.ts';
import { runCase } from './run-case.ts';
import { createSession } from './session.ts';
import { abacus, type AbacusRequest } from './testing/abacus.ts';

type Kernels = NonNullable<AbacusRequest['kernels']>;

let count = 0;

/** The whole way, for one group of cases. */
async function check(only: string, kernels: Kernels = {}, traits: AbacusRequest['traits'] = {}) {
  const report = await checkBackend(abacus({ name: `abacus ${count++}`, kernels, traits }), { only });
  expect(report.ok).toBe(failures(report.results).length === 0);
  return report.results;
}

/** Only those cases whose `group: name` matches: some take long on so slow a backend. */
async function run(wanted: RegExp, kernels: Kernels): Promise<CaseResult[]> {
  const session = createSession(abacus({ name: `abacus ${count++}`, kernels }), {});
  await session.open();
  const results: CaseResult[] = [];
  for (const item of conformanceCases()) {
    if (wanted.test(`${item.group}: ${item.name}`)) results.push(await runCase(item, session));
  }
  await session.close();
  return results;
}

function failures(results: readonly CaseResult[]): CaseResult[] {
  return results.filter(({ status }) => status === 'failed');
}

/** `original`, with `change` made to what comes out. Which one it is does not matter: all of ours give one tensor. */
function after(change: (x: tf.Tensor) => tf.Tensor): Kernels[string] {
  return (original) => (args) => {
    const info = original(args) as tf.TensorInfo;
    return tf.tidy(() => change(tf.engine().makeTensorFromTensorInfo(info)));
  };
}

test('every case has a group and a name of its own', () => {
  const names = conformanceCases().map(({ group, name }) => `${group}: ${name}`);
  expect(new Set(names).size).toBe(names.length);
  expect(names.length).toBeGreaterThan(500);
});

test.each(['elementwise', 'normalisation', 'losses'])('the cpu backend of TensorFlow.js passes %s', async (group) => {
  expect(failures(await check(group))).toEqual([]);
});

test('a ReLU that leaks is named, and nothing else', async () => {
  const failed = failures(await check('elementwise', { [tf.Relu]: after((y) => tf.add(y, 1e-3)) }));
  expect(failed.map(({ name }) => name)).toEqual(['relu', 'relu: gradient']);
  expect(failed[0]?.problem).toMatch(/^off by 1\.\de-3, allowed 1e-5: the values$/);
});

test('a filter gradient off by a thousandth shows in gradients of convolutions, whose values are right', async () => {
  const wrong = { [tf.Conv2DBackpropFilter]: after((y) => tf.mul(y, 1.001)) };
  const failed = failures(await run(/^convolution: 6×6×2/, wrong));
  expect(failed.length).toBeGreaterThan(1);
  for (const { name, problem } of failed) {
    expect(name).toContain('gradient');
    expect(problem).toMatch(/off by .*: the gradient for input [01]$/);
  }
});

test('a gradient of the gradient that is wrong shows where the gradient is right', async () => {
  const wrong: Kernels[string] = () => () => {
    throw new Error('not written yet');
  };
  const failed = failures(await check('normalisation', { 'attgan/NormActivationGradGrad': wrong }));
  expect(failed.length).toBe(9);
  for (const { name, problem } of failed) {
    expect([name, problem]).toEqual([
      expect.stringMatching(/gradient of the gradient$/),
      'promised and missing: not written yet',
    ]);
  }
});

test('an Adam that forgets to correct its moments is named', async () => {
  const wrong: Kernels[string] =
    () =>
    ({ inputs, attrs }) =>
      tf.tidy(() => adamKernel.portable(inputs as never, { ...(attrs as never as AdamAttributes), step: 1000 }));
  const names = failures(await run(/^kernels: .*(Adam|LeakyRelu)/, { 'attgan/Adam': wrong })).map(({ name }) => name);
  expect(names.length).toBe(12);
  for (const name of names) expect(name).toMatch(/^attgan\/Adam, update/);
});
type AdamAttributes = Parameters<typeof adamKernel.portable>[1];

test('an Adam that works in place is told that it changes its inputs', async () => {
  const wrong: Kernels[string] = () => (args) => {
    const { gradient } = args.inputs as unknown as { gradient: tf.Tensor };
    const outputs = tf.tidy(() => adamKernel.portable(args.inputs as never, args.attrs as never));
    gradient.dataSync()[0] = 5;
    return outputs;
  };
  const problems = failures(await run(/^kernels: .*(Adam|LeakyRelu)/, { 'attgan/Adam': wrong })).map(
    ({ problem }) => problem,
  );
  expect(new Set(problems)).toEqual(new Set(['the input gradient is changed']));
});

test('a kernel that is not there is promised and missing', async () => {
  const results = await run(/^convolution: 6×6×2/, { [tf.Conv2DBackpropFilter]: () => undefined });
  expect(results.map(({ status }) => status)).toEqual(['passed', 'failed', 'failed', 'passed', 'failed', 'failed']);
  for (const { problem, deviation } of failures(results)) {
    expect([problem, deviation]).toEqual(['promised and missing: the kernel Conv2DBackpropFilter', undefined]);
  }
});

test('what was never promised is not missed', async () => {
  const without: Kernels = { [tf.Conv2DBackpropFilter]: () => undefined };
  const results = await check('convolution', without, { training: false, secondOrder: false });
  const statuses = results.map(({ status }) => status);
  expect(statuses.filter((status) => status === 'passed').length).toBe(15);
  expect(statuses.filter((status) => status === 'not promised').length).toBe(30);
});

test('a kernel that forgets memory is found out, though its numbers are right', async () => {
  const forgets: Kernels[string] = (original) => (args) => {
    (args.backend as tf.KernelBackend).write(new Float32Array(4), [4], 'float32');
    return original(args);
  };
  const results = await run(/^products: \[1, 7\] · \[7, 3\]/, { [tf.BatchMatMul]: forgets });
  // The product itself, with its gradients, and with theirs.
  expect(results.map(({ problem }) => problem)).toEqual(
    [1, 3, 6].map((pieces) => `its kernels leave memory behind, pieces: ${pieces}`),
  );
});

test('numbers that differ the second time are found out', async () => {
  let calls = 0;
  const changing = { [tf.Conv2D]: after((y) => tf.mul(y, 1 + 1e-6 * calls++)) };
  const [layers] = await run(/^determinism: layers/, changing);
  expect(layers?.problem).toBe('result 0 is another the second time');
});

test('a NaN that is lost on the way is found out', async () => {
  const healed = after((y) => tf.where(tf.isFinite(y), y, tf.zerosLike(y)));
  const names = failures(await check('not a number', { [tf.Conv2D]: healed })).map(({ name }) => name);
  expect(names).toEqual(['NaN through a convolution', 'Infinity through a convolution']);
});

test('a schema that takes any option and two lines of description are found out', async () => {
  const right = abacus({ name: 'talkative' });
  const wrong = {
    ...right,
    options: right.options.or(right.options.transform(String)).catch({}),
    open: async (options: unknown) => ({ ...(await right.open(options)), description: 'an abacus\nof beads' }),
  };
  const report = await checkBackend(wrong, { only: 'opening and closing' });
  expect(failures(report.results).map(({ problem }) => problem)).toEqual([
    'its description is no line of text',
    'its schema takes any option: use z.strictObject',
  ]);
});

test('what cannot be checked is said in a line: a backend that cannot run, a group, an option', async () => {
  const unavailable = abacus({ name: 'unavailable', problem: 'it has no beads' });
  await expect(checkBackend(unavailable)).rejects.toThrow(
    new AttganError('The backend unavailable cannot run here: it has no beads.'),
  );
  const right = abacus({ name: 'right' });
  await expect(checkBackend(right, { only: 'convolutions' })).rejects.toThrow('Did you mean "convolution"?');
  await expect(checkBackend(right, { options: { beads: 5 } })).rejects.toThrow(UsageError);
  const broken = { ...right, open: () => Promise.reject(new TypeError('bead of undefined')) };
  await expect(checkBackend(broken)).rejects.toThrow('The backend right cannot be opened: bead of undefined');
});
