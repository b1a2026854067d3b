import {
  convolveTransposed,
  transposedConvolutionKernel,
  transposedFilters,
  transposedFiltersKernel,
  type TransposedLayer,
} from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import { compareWith } from '../operation.ts';
import { draw, toTensor, Values } from '../values.ts';

interface Example {
  /** Of what goes in: [batch, height, width, channels]; no channels where only a code does. */
  readonly given: readonly [number, number, number, number];
  /** Numbers of the code; 0 without one. */
  readonly codes: number;
  readonly outputs: number;
  readonly kernel: number;
  readonly stride: number;
  readonly activation: TransposedLayer['activation'];
  /** Whether something is added to every number; otherwise something is added to every channel. */
  readonly features?: boolean;
}

/** Layers of decoders: few positions and many channels, many positions and three channels, odd sizes, and what stands on its own. */
const EXAMPLES: readonly Example[] = [
  { given: [1, 4, 4, 0], codes: 13, outputs: 64, kernel: 4, stride: 2, activation: 'relu', features: true },
  { given: [1, 8, 8, 64], codes: 13, outputs: 36, kernel: 4, stride: 2, activation: 'relu', features: true },
  { given: [1, 16, 16, 20], codes: 0, outputs: 3, kernel: 4, stride: 2, activation: 'tanh' },
  { given: [2, 5, 3, 7], codes: 2, outputs: 6, kernel: 5, stride: 2, activation: 'linear' },
  { given: [2, 6, 7, 12], codes: 0, outputs: 130, kernel: 5, stride: 2, activation: 'relu' },
  { given: [2, 4, 5, 8], codes: 1, outputs: 3, kernel: 5, stride: 1, activation: 'tanh', features: true },
  { given: [1, 3, 2, 5], codes: 0, outputs: 4, kernel: 3, stride: 3, activation: 'linear' },
];

/** Layers by prepared filters, as editing has them, against their portable composition on the same backend. */
export function transposedLayerCases(): ConformanceCase[] {
  return EXAMPLES.map((example) => {
    const { given, codes, outputs, kernel, stride, activation } = example;
    const beside = codes > 0 ? ` and a code of ${codes}` : '';
    const name = `${transposedConvolutionKernel.name}, ${given.join('×')}${beside} by ${kernel}×${kernel}×${outputs}, stride ${stride}, ${activation}`;
    return { group: 'kernels', name, needs: 'inference', tolerance: 1e-5, run: () => run(name, example) };
  });
}

async function run(name: string, example: Example): ReturnType<ConformanceCase['run']> {
  const { given, codes, outputs, kernel, stride, activation, features = false } = example;
  const [batch, height, width, channels] = given;
  const values = {
    kernel: draw(`${name} kernel`, [kernel, kernel, outputs, channels + codes]),
    scale: draw(`${name} scale`, [outputs], 0.05, 0.2),
    ...(channels > 0 && { x: draw(`${name} x`, given) }),
    ...(codes > 0 && { code: draw(`${name} code`, [batch, codes]) }),
    ...(features
      ? { features: draw(`${name} features`, [batch, height * stride, width * stride, outputs]) }
      : { shift: draw(`${name} shift`, [outputs]) }),
  };
  const layer = { kernel, stride, height, width, activation };
  const tensors = (): Readonly<Record<string, tf.Tensor>> =>
    Object.fromEntries(Object.entries(values).map(([key, each]) => [key, toTensor(each)]));
  const [expected] = tf.tidy(() => {
    const { kernel: weights, scale, ...rest } = tensors();
    const inputs = { kernel: weights as tf.Tensor4D, scale: scale as tf.Tensor1D };
    const filters = transposedFiltersKernel.portable(inputs, { stride });
    const named = Object.fromEntries(filters.map((filter, index) => [`filter${index}`, filter]));
    return transposedConvolutionKernel.portable({ ...named, ...rest }, layer);
  }) as [tf.Tensor];
  const reference = new Values(expected.shape, await expected.data());
  expected.dispose();
  const compute = (): tf.Tensor[] => {
    const { kernel: weights, scale, x, code, shift, features: added } = tensors();
    const filters = transposedFilters(weights as tf.Tensor4D, stride, scale as tf.Tensor1D);
    const what = { x: x as tf.Tensor4D | undefined, code: code as tf.Tensor2D | undefined };
    const more = { shift: shift as tf.Tensor1D | undefined, features: added as tf.Tensor4D | undefined };
    return [convolveTransposed(what, filters, layer, more)];
  };
  return compareWith([reference], compute, ['the values']);
}
