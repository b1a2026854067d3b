import * as tf from '@tensorflow/tfjs-core';

/** Attributes that the kernels of a convolution and of its gradients share. */
export interface ConvolutionAttributes {
  readonly strides: number | [number, number];
  readonly dilations?: number | [number, number];
  readonly pad: 'valid' | 'same' | number | tf.backend_util.ExplicitPadding;
  readonly dataFormat: 'NHWC' | 'NCHW';
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Sizes and padding of a convolution, NHWC. */
export function convolutionInfo(
  inputShape: [number, number, number, number],
  filterShape: [number, number, number, number],
  { strides, dilations, pad, dataFormat, dimRoundingMode }: ConvolutionAttributes,
): tf.backend_util.Conv2DInfo {
  if (dataFormat !== 'NHWC') throw new Error(`The wasm backend convolves NHWC only, not ${dataFormat}.`);
  return tf.backend_util.computeConv2DInfo(inputShape, filterShape, strides, dilations ?? 1, pad, dimRoundingMode);
}
