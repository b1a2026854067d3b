import * as tf from '@tensorflow/tfjs-core';
import type { TensorflowKernelBackend } from '../load.ts';
import { matrixConvolution, matrixPays } from './matrix-convolution.ts';
import { planarConvolution, planarPays } from './planar-convolution.ts';
import { smallConvolution, smallPays } from './small-convolution.ts';
import { winogradConvolution, winogradPays } from './winograd-convolution.ts';

/** A convolution, or one of its gradients. */
export type Kind = 'forward' | 'towards input' | 'towards filter';

/** What a kernel is given: x and filter, dy and filter, or x and dy. */
export type Pair = readonly [tf.TensorInfo, tf.TensorInfo];

/** The window of one convolution, and its size as a product of matrices. */
export interface Convolution {
  readonly info: tf.backend_util.Conv2DInfo;
  /** Positions in the batch, [rows, …] of the patches and of the result. */
  readonly rows: number;
  /** Values of a patch. */
  readonly depth: number;
}

type Attributes = Readonly<Record<string, unknown>>;

/** Replaces the three convolution kernels of the tensorflow backend by ones that take the fastest way. */
export function registerConvolutions(): void {
  choose('Conv2D', 'forward', ['x', 'filter'], ([x, filter], attributes) =>
    describe(x.shape, filter.shape, attributes),
  );
  choose('Conv2DBackpropInput', 'towards input', ['dy', 'filter'], ([, filter], attributes) =>
    describe(attributes['inputShape'] as number[], filter.shape, attributes),
  );
  choose('Conv2DBackpropFilter', 'towards filter', ['x', 'dy'], ([x], attributes) =>
    describe(x.shape, attributes['filterShape'] as number[], attributes),
  );
}

function choose(
  kernelName: string,
  kind: Kind,
  names: readonly [string, string],
  describeCall: (inputs: Pair, attributes: Attributes) => Convolution | undefined,
): void {
  const theirs = tf.getKernel(kernelName, 'tensorflow');
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    ...theirs,
    kernelFunc(call) {
      const inputs = names.map((name) => call.inputs[name]) as unknown as Pair;
      const found = describeCall(inputs, call.attrs as Attributes);
      if (found === undefined) return theirs.kernelFunc(call);
      const backend = call.backend as TensorflowKernelBackend;
      if (planarPays(kind, found)) return planarConvolution(kind, found, inputs, backend);
      if (winogradPays(kind, found)) return winogradConvolution(kind, found, inputs, backend);
      if (smallPays(kind, found)) return smallConvolution(kind, found, inputs, backend);
      if (matrixPays(kind, found)) return tf.tidy(() => matrixConvolution(kind, found, inputs, backend));
      return theirs.kernelFunc(call);
    },
  });
}

/** Undefined for convolutions that are none of our networks': dilated, channels first, other padding. */
function describe(x: readonly number[], filter: readonly number[], attributes: Attributes): Convolution | undefined {
  const { strides, pad, dataFormat = 'NHWC', dilations = 1 } = attributes;
  const dilated = Array.isArray(dilations) ? dilations.some((dilation) => dilation !== 1) : dilations !== 1;
  if (pad !== 'same' || dataFormat !== 'NHWC' || dilated) return undefined;
  const info = tf.backend_util.computeConv2DInfo(
    x as [number, number, number, number],
    filter as [number, number, number, number],
    strides as number,
    1,
    'same',
  );
  if (info.strideHeight !== info.strideWidth) return undefined;
  return {
    info,
    rows: info.batchSize * info.outHeight * info.outWidth,
    depth: info.filterHeight * info.filterWidth * info.inChannels,
  };
}
