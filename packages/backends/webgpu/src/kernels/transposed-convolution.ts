import { transposedConvolutionKernel, type TransposedLayer } from '@attgan/kernels';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import type * as tf from '@tensorflow/tfjs-core';
import { runLayer } from './transposed/run-layer.ts';

type Inputs = Readonly<Record<string, tf.TensorInfo | undefined>>;
type Shape4 = readonly [number, number, number, number];

/** A layer of a prepared decoder in one launch: the image and the code, the convolution, and what follows it. */
export const transposedConvolution: tf.KernelConfig = {
  kernelName: transposedConvolutionKernel.name,
  backendName: 'webgpu',
  kernelFunc({ inputs, attrs, backend }) {
    const { x, code, shift, features, filter0, filter1 } = inputs as unknown as Inputs;
    const { kernel, stride, height, width, activation } = attrs as unknown as TransposedLayer;
    const filters = filter0 as tf.TensorInfo;
    const [, , outputs, stored] = filters.shape as unknown as Shape4;
    const halves = filters.dtype === 'int32';
    const padding = Math.floor((kernel - stride) / 2);
    const layer = {
      batch: (x ?? (code as tf.TensorInfo)).shape[0] as number,
      height,
      width,
      channels: x?.shape[3] ?? 0,
      codes: code?.shape[1] ?? 0,
      stored: halves ? stored * 2 : stored,
      outHeight: height * stride,
      outWidth: width * stride,
      outputs,
      kernel,
      stride,
      top: padding,
      left: padding,
      halves,
      scale: filter1 !== undefined,
      shift: shift !== undefined,
      features: features !== undefined,
      activation,
    };
    const given = { W: filters, X: x, Code: code, Scale: filter1, Shift: shift, Features: features };
    return [runLayer(backend as WebGPUBackend, layer, given)];
  },
};
