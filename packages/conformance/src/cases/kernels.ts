import {
  adamKernel,
  leakyReluGradKernel,
  normActivationGradGradKernel,
  normActivationGradKernel,
  normActivationKernel,
  normInferenceKernel,
  pixelsKernel,
  type Kernel,
  type NormKind,
} from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase, Deviation } from '../case.ts';
import { compare, farthest } from '../compare.ts';
import { draw, map, toTensor, Values } from '../values.ts';

const group = 'kernels';

type Inputs = Readonly<Record<string, tf.Tensor>>;
// What they take differs between kernels by names only.
type AnyKernel = Kernel<Inputs, Readonly<Record<string, string | number>>>;

/** Sizes of networks: odd edges, one channel, many channels, one pixel, one sample, dense layers. */
const SHAPES = [
  [4, 5, 3, 3],
  [2, 37, 31, 16],
  [3, 40, 41, 13],
  [1, 4, 4, 1],
  [5, 1, 1, 64],
  [1, 3, 2, 300],
  [9, 5],
  [40, 64],
];
const SLOPES: Readonly<Record<NormKind, number>> = { batch: 0, layer: 0.2, instance: 0.01 };

/**
 * Every kernel of ours against its portable composition on the same backend, in sizes for which differences in float64
 * would take too long; and Adam against its formula.
 */
export function kernelCases(): ConformanceCase[] {
  const norms = (['batch', 'layer', 'instance'] as const).flatMap((kind) =>
    SHAPES.filter((shape) => hasSpread(kind, shape)).flatMap((shape) => normCases(kind, shape)),
  );
  return [
    ...norms,
    ...SHAPES.map(normInference),
    ...[[7], [3, 50, 50, 13]].map(leakyReluGrad),
    pixelsCase(),
    ...[1, 7, 20_001].flatMap(adamCases),
  ];
}

/** Where every value is its own mean, nothing is left to compare. */
function hasSpread(kind: NormKind, shape: readonly number[]): boolean {
  const spatial = shape.slice(1, -1).reduce((product, edge) => product * edge, 1);
  return (kind === 'instance' ? spatial : spatial * ((kind === 'batch' ? shape[0] : shape.at(-1)) as number)) > 1;
}

function normCases(kind: NormKind, shape: readonly number[]): ConformanceCase[] {
  const attributes = { kind, epsilon: 1e-3, slope: SLOPES[kind] };
  const inputs = (): Inputs => {
    const channels = [shape.at(-1) as number];
    const x = toTensor(draw('norm x', shape, -1, 2));
    const gain = toTensor(draw('norm gain', channels, 0.5, 1.5)) as tf.Tensor1D;
    const bias = toTensor(draw('norm bias', channels, -0.5, 0.5)) as tf.Tensor1D;
    const [, mean, variance] = normActivationKernel.portable({ x, gain, bias }, attributes) as [
      tf.Tensor,
      tf.Tensor,
      tf.Tensor,
    ];
    return { x, gain, bias, mean, variance, dy: toTensor(draw('norm dy', shape)), v: toTensor(draw('norm v', shape)) };
  };
  const kernels: readonly (readonly [unknown, ConformanceCase['needs']])[] = [
    [normActivationKernel, 'inference'],
    [normActivationGradKernel, 'training'],
    [normActivationGradGradKernel, 'secondOrder'],
  ];
  return kernels.map(([kernel, needs]) =>
    againstPortable(kernel as AnyKernel, `${kind} of [${shape.join(', ')}]`, needs, inputs, attributes),
  );
}

function normInference(shape: readonly number[]): ConformanceCase {
  const channels = [shape.at(-1) as number];
  const inputs = (): Inputs => ({
    x: toTensor(draw('normed x', shape)),
    gain: toTensor(draw('norm gain', channels, 0.5, 1.5)),
    bias: toTensor(draw('norm bias', channels, -0.5, 0.5)),
    mean: toTensor(draw('norm mean', channels, -0.5, 0.5)),
    variance: toTensor(draw('norm variance', channels, 0.2, 2)),
  });
  const kernel = normInferenceKernel as unknown as AnyKernel;
  return againstPortable(kernel, `[${shape.join(', ')}]`, 'inference', inputs, { epsilon: 1e-3, slope: 0.2 });
}

function leakyReluGrad(shape: readonly number[]): ConformanceCase {
  const inputs = (): Inputs => ({ dy: toTensor(draw('dy', shape)), features: toTensor(draw('features', shape)) });
  const kernel = leakyReluGradKernel as unknown as AnyKernel;
  return againstPortable(kernel, `[${shape.join(', ')}]`, 'training', inputs, { slope: 0.2 });
}

/** Beyond the range, at its ends, and between two pixels. */
function pixelsCase(): ConformanceCase {
  const given = [-1.5, -1, -0.9999, -0.5, -1e-3, 0, 1e-3, 0.25, 0.5, 0.9999, 1, 7];
  const pixels = [0, 0, 0, 64, 127, 128, 128, 159, 191, 255, 255, 255];
  return {
    group,
    name: pixelsKernel.name,
    needs: 'inference',
    tolerance: 0,
    async run() {
      const own = tf.tidy(() => pixelsKernel.run({ x: tf.tensor(given) }, {}));
      const deviation = await compare(own, [new Values([given.length], pixels)]);
      const integers = own.every(({ dtype }) => dtype === 'int32');
      tf.dispose(own);
      return integers ? deviation : { off: Infinity, where: 'the pixels are no integers' };
    },
  };
}

function againstPortable(
  kernel: AnyKernel,
  example: string,
  needs: ConformanceCase['needs'],
  inputs: () => Inputs,
  attributes: Readonly<Record<string, string | number>>,
): ConformanceCase {
  return {
    group,
    name: `${kernel.name}, ${example}`,
    needs,
    tolerance: 1e-5,
    async run() {
      const [own, portable] = tf.tidy(() => {
        const given = inputs();
        return [kernel.run(given, attributes), kernel.portable(given, attributes)];
      }) as [tf.Tensor[], tf.Tensor[]];
      const expected = await Promise.all(portable.map(async (each) => new Values(each.shape, await each.data())));
      const deviation = await compare(own, expected);
      tf.dispose([own, portable]);
      return deviation;
    },
  };
}

/** The first update and a later one, moments of the sizes that they have in training. */
function adamCases(count: number): ConformanceCase[] {
  const cases = [1, 30].flatMap((step) => [false, true].map((mayOverwrite) => ({ step, mayOverwrite })));
  return cases.map(({ step, mayOverwrite }) => ({
    group,
    name: `attgan/Adam, update ${step} of ${count} numbers${mayOverwrite ? ', perhaps in place' : ''}`,
    needs: 'training' as const,
    tolerance: 1e-6,
    run: () => adamCase(count, step, mayOverwrite),
  }));
}

async function adamCase(count: number, step: number, mayOverwrite: boolean): Promise<Deviation> {
  const attributes = { learningRate: 2e-3, beta1: 0.5, beta2: 0.999, epsilon: 1e-8, step, mayOverwrite };
  const values = {
    parameter: draw('parameter', [count]),
    gradient: map(draw('gradient', [count], -1e-2, 1e-2), Math.fround),
    m: map(draw('m', [count], -1e-2, 1e-2), Math.fround),
    v: map(draw('v', [count], 1e-6, 1e-4), Math.fround),
  };
  const expected = adam(values, attributes);
  const tensors = {
    parameter: toTensor(values.parameter),
    gradient: toTensor(values.gradient),
    m: toTensor(values.m),
    v: toTensor(values.v),
  };
  const outputs = adamKernel.run(tensors, attributes);
  const deviation = await compare(outputs, expected, ['the parameter', 'm', 'v']);
  for (const [name, tensor] of Object.entries(tensors)) {
    const off = farthest(await tensor.data(), values[name as keyof typeof values].data);
    if (off > 0 && (!mayOverwrite || name === 'gradient'))
      return { off: Infinity, where: `the input ${name} is changed` };
  }
  tf.dispose([...outputs, ...Object.values(tensors)]);
  return deviation;
}

/** Kingma & Ba 2015, algorithm 1. */
function adam(
  { parameter, gradient, m, v }: Readonly<Record<'parameter' | 'gradient' | 'm' | 'v', Values>>,
  { learningRate, beta1, beta2, epsilon, step }: Parameters<typeof adamKernel.run>[1],
): Values[] {
  const nextM = map(m, (value, index) => beta1 * value + (1 - beta1) * (gradient.data[index] as number));
  const nextV = map(v, (value, index) => beta2 * value + (1 - beta2) * (gradient.data[index] as number) ** 2);
  const next = map(parameter, (value, index) => {
    const mean = (nextM.data[index] as number) / (1 - beta1 ** step);
    const variance = (nextV.data[index] as number) / (1 - beta2 ** step);
    return value - (learningRate * mean) / (Math.sqrt(variance) + epsilon);
  });
  return [next, nextM, nextV];
}
