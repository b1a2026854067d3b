import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from './convolution-info.ts';

/** One chain of additions over more pixels than this would lose digits. */
const LONGEST_SUM = 2048;

/**
 * ∂/∂filter of a convolution, which the wasm backend lacks, as a convolution itself: summing over batch and output
 * pixels is what a convolution does over channels and taps. With x as [C, H, W, N] and dy as [h, w, N, O], a filter of
 * h·w taps that stand `stride` apart yields [C, kh, kw, O].
 */
export const conv2dBackpropFilter: tf.KernelConfig = {
  kernelName: tf.Conv2DBackpropFilter,
  backendName: 'wasm',
  kernelFunc({ inputs, attrs }) {
    const { x, dy } = inputs as unknown as { x: tf.Tensor4D; dy: tf.Tensor4D };
    const attributes = attrs as unknown as ConvolutionAttributes & { filterShape: [number, number, number, number] };
    const info = convolutionInfo(x.shape, attributes.filterShape, attributes);
    const [batch] = x.shape;
    if (batch > 1 && batch * info.outHeight * info.outWidth > LONGEST_SUM) {
      return tf.tidy(() => {
        const halves = [Math.ceil(batch / 2), Math.floor(batch / 2)];
        const images = tf.split(x, halves);
        return tf.addN(tf.split(dy, halves).map((part, index) => ofPart(images[index] as tf.Tensor, part, attrs)));
      });
    }
    return tf.tidy(() => {
      // Rows that make the result exactly kh high: what the taps reach, no more.
      const height = (info.outHeight - 1) * info.strideHeight + info.filterHeight;
      const width = (info.outWidth - 1) * info.strideWidth + info.filterWidth;
      const { top, left } = info.padInfo;
      const bottom = height - top - info.inHeight;
      const right = width - left - info.inWidth;
      const used = tf.slice(
        x,
        [0, 0, 0, 0],
        [-1, info.inHeight + Math.min(bottom, 0), info.inWidth + Math.min(right, 0), -1],
      );
      const padding: tf.backend_util.ExplicitPadding = [
        [0, 0],
        [top, Math.max(bottom, 0)],
        [left, Math.max(right, 0)],
        [0, 0],
      ];
      const image = tf.transpose(used, [3, 1, 2, 0]);
      const taps = tf.transpose(dy, [1, 2, 0, 3]);
      const gradient = tf.conv2d(image, taps, 1, padding, 'NHWC', [info.strideHeight, info.strideWidth]);
      const { inChannels, outChannels, filterHeight, filterWidth } = info;
      const byTap = tf.reshape(gradient, [inChannels, filterHeight * filterWidth, outChannels]);
      return tf.reshape(tf.transpose(byTap, [1, 0, 2]), [filterHeight, filterWidth, inChannels, outChannels]);
    });
  },
};

function ofPart(x: tf.Tensor, dy: tf.Tensor, attrs: tf.NamedAttrMap | undefined): tf.Tensor {
  return tf.engine().runKernel(tf.Conv2DBackpropFilter, { x, dy }, attrs);
}
