import * as tf from '@tensorflow/tfjs-core';
import type { OperationAttribute, TensorflowKernelBackend } from '../load.ts';

// TensorFlow's convolutions rearrange their weights in every call and do poorly with three channels. Where that costs
// more than copying the patches which a convolution reads, it is computed here as a product of matrices.

type Kind = 'forward' | 'towards input' | 'towards filter';

/** One convolution: its window, and the matrices that it is a product of. */
interface Product {
  readonly info: tf.backend_util.Conv2DInfo;
  /** Positions in the batch, [rows, …] of the patches and of the result. */
  readonly rows: number;
  /** Values of a patch. */
  readonly depth: number;
}

/** Replaces the three convolution kernels of the tensorflow backend by ones that choose. */
export function registerMatrixConvolutions(): void {
  choose('Conv2D', 'forward', ['x', 'filter'], ([x, filter], attributes) => product(x.shape, filter.shape, attributes));
  choose('Conv2DBackpropInput', 'towards input', ['dy', 'filter'], ([, filter], attributes) =>
    product(attributes['inputShape'] as number[], filter.shape, attributes),
  );
  choose('Conv2DBackpropFilter', 'towards filter', ['x', 'dy'], ([x], attributes) =>
    product(x.shape, attributes['filterShape'] as number[], attributes),
  );
}

type Pair = readonly [tf.TensorInfo, tf.TensorInfo];
type Attributes = Readonly<Record<string, unknown>>;

function choose(
  kernelName: string,
  kind: Kind,
  names: readonly [string, string],
  describe: (inputs: Pair, attributes: Attributes) => Product | undefined,
): void {
  const theirs = tf.getKernel(kernelName, 'tensorflow');
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    ...theirs,
    kernelFunc(call) {
      const inputs = names.map((name) => call.inputs[name]) as unknown as Pair;
      const found = describe(inputs, call.attrs as Attributes);
      if (found === undefined || !pays(kind, found)) return theirs.kernelFunc(call);
      return tf.tidy(() => compute(kind, found, inputs, call.backend as TensorflowKernelBackend));
    },
  });
}

/** Undefined for convolutions that are none of our networks': dilated, channels first, other padding. */
function product(x: readonly number[], filter: readonly number[], attributes: Attributes): Product | undefined {
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

/** Measured, see docs/performance.md: few positions for many filters, or a picture to be made. */
function pays(kind: Kind, { info, rows }: Product): boolean {
  return 2 * rows <= info.outChannels || (kind === 'towards input' && info.inChannels <= 4);
}

function compute(
  kind: Kind,
  { info, rows, depth }: Product,
  [first, second]: Pair,
  backend: TensorflowKernelBackend,
): tf.Tensor {
  const window = windowAttributes(info, backend);
  const patchesOf = (x: tf.TensorInfo): tf.Tensor2D =>
    backend.executeSingleOutput('AttganPatches', window, [x]) as tf.Tensor2D;
  const matrix = (tensor: tf.TensorInfo, height: number): tf.Tensor2D =>
    tf.reshape(tensor as tf.Tensor, [height, -1]) as tf.Tensor2D;
  if (kind === 'forward') return tf.reshape(tf.matMul(patchesOf(first), matrix(second, depth)), info.outShape);
  if (kind === 'towards filter') {
    const filter = tf.matMul(patchesOf(first), matrix(second, rows), true, false);
    return tf.reshape(filter, info.filterShape);
  }
  const patches = tf.matMul(matrix(first, rows), matrix(second, depth), false, true);
  return backend.executeSingleOutput('AttganScatterPatches', window, [patches]);
}

function windowAttributes(
  info: tf.backend_util.Conv2DInfo,
  { binding }: TensorflowKernelBackend,
): OperationAttribute[] {
  const values = {
    height: info.inHeight,
    width: info.inWidth,
    out_height: info.outHeight,
    out_width: info.outWidth,
    kernel_height: info.filterHeight,
    kernel_width: info.filterWidth,
    stride: info.strideHeight,
    top: info.padInfo.top,
    left: info.padInfo.left,
  };
  return Object.entries(values).map(([name, value]) => ({ name, type: binding.TF_ATTR_INT, value }));
}
