import {
  type Kernel,
  type NormKind,
  disposeDeferred,
  leakyRelu,
  leakyReluGradKernel,
  normActivation,
  normActivationGradGradKernel,
  normActivationGradKernel,
  normActivationKernel,
  normInferenceKernel,
} from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { tensorflowBackend } from '../index.ts';

beforeAll(async () => {
  await tensorflowBackend.install?.({ cuda: false, force: false, report: (line) => console.log(line) });
  await tensorflowBackend.open({ threads: 2 });
}, 300_000);

type Inputs = Record<string, tf.Tensor>;
// The inputs of the three kernels differ in their types only by which names they have.
type AnyKernel = Kernel<Inputs, Record<string, string | number>>;
type Example = { kind: NormKind; shape: number[]; slope: number };

const KERNELS = [
  normActivationKernel,
  normActivationGradKernel,
  normActivationGradGradKernel,
] as unknown as AnyKernel[];

/** Inputs of all three kernels; some means far from 0 and spreads far from 1. */
function normInputs({ kind, shape, slope }: Example): { inputs: Inputs; attributes: Record<string, string | number> } {
  const attributes = { kind, epsilon: 1e-3, slope };
  const channels = shape.at(-1) as number;
  const values = (seed: number) => tf.randomNormal(shape, 0, 1, 'float32', seed);
  const x = tf.add(tf.mul(values(1), tf.randomUniform([channels], 0.5, 2, 'float32', 9)), 1.5);
  const gain = tf.randomNormal([channels], 1, 0.3, 'float32', 2);
  const bias = tf.randomNormal([channels], 0, 0.3, 'float32', 3);
  const forward = { x, gain, bias };
  const [, mean, variance] = (KERNELS[0] as AnyKernel).portable(forward, attributes) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  return { inputs: { ...forward, mean, variance, dy: values(4), v: values(5) }, attributes };
}

type Values = { shape: number[]; values: number[] }[];

/** All outputs of all three kernels, in order. */
async function outputsOn(backend: 'cpu' | 'tensorflow', example: Example): Promise<Values> {
  await tf.setBackend(backend);
  return tf.tidy(() => {
    const { inputs, attributes } = normInputs(example);
    return KERNELS.flatMap((kernel) =>
      backend === 'cpu' ? kernel.portable(inputs, attributes) : kernel.run(inputs, attributes),
    ).map((output) => ({ shape: output.shape, values: [...output.dataSync()] }));
  });
}

function difference(expected: number[], actual: number[]): number {
  const largest = expected.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-2);
  return expected.reduce((most, value, i) => Math.max(most, Math.abs(value - (actual[i] as number))), 0) / largest;
}

const kinds: NormKind[] = ['batch', 'layer', 'instance'];
const shapes = [
  [4, 5, 3, 3],
  [3, 7, 5, 5],
  [1, 4, 4, 16],
  [2, 37, 31, 16],
  [3, 40, 41, 13],
  [1, 3, 2, 300],
  [6, 13],
  [9, 5],
  [40, 64],
];

// A sample of rank 2 has one value a channel: by instance nothing varies, and there is nothing to compare.
const cases = kinds.flatMap((kind) =>
  shapes.filter((shape) => kind !== 'instance' || shape.length > 2).map((shape) => [kind, shape] as const),
);

describe.each(cases)('%s normalisation of %j and its two derivatives', (kind, shape) => {
  test.each([1, 0.2, 0])('equal the portable composition on the cpu backend, slope %d', async (slope) => {
    const expected = await outputsOn('cpu', { kind, shape, slope });
    const actual = await outputsOn('tensorflow', { kind, shape, slope });
    expect(actual.map((output) => output.shape)).toEqual(expected.map((output) => output.shape));
    expected.forEach(({ values }, i) => {
      expect(difference(values, actual[i]?.values ?? []), `output ${i}`).toBeLessThan(1e-5);
    });
  });
});

test.each(kinds)('%s normalisation and its derivatives give the same bits again', async (kind) => {
  const example = { kind, shape: [4, 40, 41, 13], slope: 0.2 };
  const bits = async () =>
    (await outputsOn('tensorflow', example)).map(({ values }) => Buffer.from(Float32Array.from(values).buffer));
  const again = await bits();
  (await bits()).forEach((output, i) => expect(output.equals(again[i] as Buffer), `output ${i}`).toBe(true));
});

test.each(kinds)(
  'a penalty on the gradient through %s normalisation has the gradients of the cpu backend',
  async (kind) => {
    const attributes = { kind, epsilon: 1e-3, slope: 0.2 };
    const run = async (backend: string) => {
      await tf.setBackend(backend);
      const { inputs } = tf.tidy(() => normInputs({ kind, shape: [3, 6, 5, 7], slope: 0.2 }));
      const { x, gain, bias, v } = inputs as { x: tf.Tensor; gain: tf.Tensor1D; bias: tf.Tensor1D; v: tf.Tensor };
      const before = tf.memory().numTensors;
      const penalty = (values: tf.Tensor, gains: tf.Tensor) => {
        const output = (a: tf.Tensor) => normActivation(a, gains as tf.Tensor1D, bias, attributes).output;
        return tf.sum(tf.square(tf.grad((a: tf.Tensor) => tf.sum(tf.mul(output(a), v)))(values)));
      };
      const gradients = tf.grads(penalty)([x, gain]);
      disposeDeferred();
      expect(tf.memory().numTensors).toBe(before + 2);
      return gradients.map((gradient) => [...gradient.dataSync()]);
    };
    const expected = await run('cpu');
    const actual = await run('tensorflow');
    expected.forEach((values, i) => expect(difference(values, actual[i] as number[])).toBeLessThan(2e-5));
  },
);

test.each([NaN, Infinity])('a %d among the values reaches the outputs', async (bad) => {
  await tf.setBackend('tensorflow');
  for (const kind of kinds) {
    for (const slope of [0, 0.2]) {
      const { inputs, attributes } = tf.tidy(() => normInputs({ kind, shape: [2, 4, 4, 3], slope }));
      const spoilt = tf.tidy(() => tf.where(tf.lessEqual(tf.reshape(tf.range(0, 96), [2, 4, 4, 3]), 0), bad, 0));
      const x = tf.add(inputs['x'] as tf.Tensor, spoilt);
      const [y, mean, variance] = (KERNELS[0] as AnyKernel).run({ ...inputs, x }, attributes) as tf.Tensor[];
      const backwards = (KERNELS[1] as AnyKernel).run(
        { ...inputs, x, mean: mean as tf.Tensor, variance: variance as tf.Tensor },
        attributes,
      );
      for (const output of [y, mean, variance, ...backwards] as tf.Tensor[]) {
        expect([...output.dataSync()].every(Number.isFinite)).toBe(false);
      }
    }
  }
});

test.each([1, 0.2, 0])('normalisation by given statistics equals the portable composition, slope %d', async (slope) => {
  for (const channels of [1, 13, 300]) {
    const run = async (backend: string) => {
      await tf.setBackend(backend);
      const value = (seed: number) => tf.randomNormal<tf.Rank.R1>([channels], 0.3, 1, 'float32', seed);
      const inputs = {
        x: tf.randomNormal([3, 50, 17, channels], 0, 1, 'float32', 1),
        gain: value(2),
        bias: value(3),
        mean: value(4),
        variance: tf.square(value(5)),
      };
      const kernel = backend === 'cpu' ? normInferenceKernel.portable : normInferenceKernel.run;
      return [...(kernel(inputs, { epsilon: 0.1, slope })[0] as tf.Tensor).dataSync()];
    };
    expect(difference(await run('cpu'), await run('tensorflow')), `${channels} channels`).toBeLessThan(1e-6);
  }
});

test('leaky ReLU and its gradient equal the portable composition', async () => {
  const run = async (backend: string) => {
    await tf.setBackend(backend);
    const x = tf.randomNormal([3, 50, 50, 13], 0, 1, 'float32', 1);
    const dy = tf.randomNormal([3, 50, 50, 13], 0, 1, 'float32', 2);
    return [leakyRelu(x, 0.2), leakyReluGradKernel.run({ dy, features: x }, { slope: 0.2 })[0] as tf.Tensor].map(
      (output) => [...output.dataSync()],
    );
  };
  const expected = await run('cpu');
  const actual = await run('tensorflow');
  expected.forEach((values, i) => expect(difference(values, actual[i] as number[])).toBeLessThan(1e-6));
});
