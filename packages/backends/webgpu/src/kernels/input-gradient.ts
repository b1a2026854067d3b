import * as tf from '@tensorflow/tfjs-core';
import type { WebGPUBackend } from '@tensorflow/tfjs-backend-webgpu';
import { runLayer } from './transposed/run-layer.ts';

/**
 * Replaces TensorFlow.js's gradient of a convolution for its input, which is also the transposed convolution. TensorFlow.js multiplies
 * every tap with every pixel, three quarters of them zeros between pixels where the stride is 2.
 */
export function gatheredInputGradient(original: tf.KernelConfig): tf.KernelConfig {
  return {
    ...original,
    kernelFunc(args) {
      const { dy, filter } = args.inputs as { dy: tf.TensorInfo; filter: tf.TensorInfo };
      const { inputShape, strides, pad, dataFormat, dimRoundingMode } = args.attrs as {
        inputShape: [number, number, number, number];
        strides: [number, number];
        pad: 'same';
        dataFormat: 'NHWC';
        dimRoundingMode?: 'floor';
      };
      const format = tf.backend_util.convertConv2DDataFormat(dataFormat);
      const shape = filter.shape as [number, number, number, number];
      const info = tf.backend_util.computeConv2DInfo(
        inputShape,
        shape,
        strides,
        1,
        pad,
        dimRoundingMode,
        false,
        format,
      );
      const { filterHeight: kernel, strideHeight: stride } = info;
      const square = kernel === info.filterWidth && stride === info.strideWidth && format === 'channelsLast';
      if (!square || stride === 1) return original.kernelFunc(args);
      const layer = {
        batch: info.batchSize,
        height: info.outHeight,
        width: info.outWidth,
        channels: info.outChannels,
        codes: 0,
        stored: info.outChannels,
        outHeight: info.inHeight,
        outWidth: info.inWidth,
        outputs: info.inChannels,
        kernel,
        stride,
        top: info.padInfo.top,
        left: info.padInfo.left,
        halves: false,
        scale: false,
        shift: false,
        features: false,
        activation: 'linear',
      } as const;
      return runLayer(args.backend as WebGPUBackend, layer, { W: filter, X: dy });
    },
  };
}
