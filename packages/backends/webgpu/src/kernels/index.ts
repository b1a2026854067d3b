import * as tf from '@tensorflow/tfjs-core';
import { adam } from './adam.ts';
import { gatheredInputGradient } from './input-gradient.ts';
import { accurateLog1p } from './log1p.ts';
import { normInference } from './norm-inference.ts';
import { withOrderedSums, type Product } from './ordered-sums.ts';
import { pixels } from './pixels.ts';
import { transposedConvolution } from './transposed-convolution.ts';
import { transposedFilters } from './transposed-filters.ts';

/** Registers what is faster in one pass, and replaces what is wrong or not the same twice. Once a process. */
export function registerKernels(): void {
  for (const kernel of [
    adam,
    normInference,
    pixels,
    transposedConvolution,
    transposedFilters,
    accurateLog1p(existing(tf.Log1p)),
    withOrderedSums(existing(tf.BatchMatMul), productOfMatMul),
    withOrderedSums(existing(tf.Conv2D), productOfConvolution),
    gatheredInputGradient(existing(tf.Conv2DBackpropInput)),
  ]) {
    const { kernelName, backendName } = kernel;
    if (tf.getKernel(kernelName, backendName) != null) tf.unregisterKernel(kernelName, backendName);
    tf.registerKernel(kernel);
  }
}

function existing(kernelName: string): tf.KernelConfig {
  return tf.getKernel(kernelName, 'webgpu');
}

function productOfMatMul({ a, b }: tf.NamedTensorInfoMap, { transposeA, transposeB }: tf.NamedAttrMap): Product {
  const { batch, rows, columns } = sides(a as tf.TensorInfo, transposeA === true);
  const right = sides(b as tf.TensorInfo, transposeB === true);
  return { batch: Math.max(batch, right.batch), rows, columns: right.columns, inner: columns };
}

function sides({ shape }: tf.TensorInfo, transposed: boolean): { batch: number; rows: number; columns: number } {
  const [rows, columns] = (transposed ? shape.slice(-2).reverse() : shape.slice(-2)) as [number, number];
  return { batch: tf.util.sizeFromShape(shape.slice(0, -2)), rows, columns };
}

/** A convolution is the product of all patches, as rows, with the filters. */
function productOfConvolution(
  { x, filter }: tf.NamedTensorInfoMap,
  { strides, pad, dilations, dataFormat, dimRoundingMode }: tf.NamedAttrMap,
): Product {
  const info = tf.backend_util.computeConv2DInfo(
    (x as tf.TensorInfo).shape as [number, number, number, number],
    (filter as tf.TensorInfo).shape as [number, number, number, number],
    strides as [number, number],
    dilations as [number, number],
    pad as 'same',
    dimRoundingMode as 'floor',
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat as 'NHWC'),
  );
  return {
    batch: info.batchSize,
    rows: info.outHeight * info.outWidth,
    columns: info.outChannels,
    inner: info.filterHeight * info.filterWidth * info.inChannels,
  };
}
