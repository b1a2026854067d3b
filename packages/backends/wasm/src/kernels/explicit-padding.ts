import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from './convolution-info.ts';

/**
 * Wraps a convolution so that padding `same` becomes numbers. Left to itself, tfjs's kernel silently returns zeros where
 * one axis needs padding and the other needs none.
 */
export function withExplicitPadding(original: tf.KernelConfig): tf.KernelConfig {
  return {
    ...original,
    kernelFunc(args) {
      const attributes = args.attrs as unknown as ConvolutionAttributes;
      if (attributes.pad !== 'same' || attributes.dataFormat !== 'NHWC') return original.kernelFunc(args);
      const { x, filter } = args.inputs as unknown as { x: tf.Tensor4D; filter: tf.Tensor4D };
      const { top, bottom, left, right } = convolutionInfo(x.shape, filter.shape, attributes).padInfo;
      const pad = [
        [0, 0],
        [top, bottom],
        [left, right],
        [0, 0],
      ];
      return original.kernelFunc({ ...args, attrs: { ...args.attrs, pad } as unknown as tf.NamedAttrMap });
    },
  };
}
