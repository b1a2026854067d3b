import * as tf from '@tensorflow/tfjs-core';
import { type ConvolutionAttributes, convolutionInfo } from './convolution-info.ts';
import { type Phase, phases } from '@attgan/kernels';

/**
 * ∂/∂x of a convolution, which is a transposed convolution, as one matrix product: tfjs's own kernel is slower by a
 * factor of ten to a hundred. Every pixel of dy times the whole filter gives what it contributes through each tap. Of
 * the pixels of x, those that share their remainders modulo the stride receive the same taps, shifted against each
 * other; these stride² groups are summed and then interleaved.
 */
export const conv2dBackpropInput: tf.KernelConfig = {
  kernelName: tf.Conv2DBackpropInput,
  backendName: 'wasm',
  kernelFunc({ inputs, attrs }) {
    const { dy, filter } = inputs as unknown as { dy: tf.Tensor4D; filter: tf.Tensor4D };
    const attributes = attrs as unknown as ConvolutionAttributes & { inputShape: [number, number, number, number] };
    const info = convolutionInfo(attributes.inputShape, filter.shape, attributes);
    const rows = phases(info.inHeight, info.filterHeight, info.strideHeight, info.padInfo.top);
    const columns = phases(info.inWidth, info.filterWidth, info.strideWidth, info.padInfo.left);
    return tf.tidy(() => {
      const [batch, height, width, outputs] = dy.shape;
      const matrix = tf.reshape(filter, [-1, outputs]);
      const product = tf.matMul(tf.reshape(dy, [-1, outputs]), matrix, false, true);
      const contributions = tf.reshape<tf.Rank.R4>(product, [batch, height, width, matrix.shape[0] as number]);
      const groups = rows.map((row) => columns.map((column) => gather(contributions, filter.shape, row, column)));
      return tf.slice(interleave(groups), [0, 0, 0, 0], info.inShape);
    });
  },
};

/** One group of pixels: [batch, row.count, column.count, channels]. */
function gather(
  contributions: tf.Tensor4D,
  [, filterWidth, channels]: [number, number, number, number],
  row: Phase,
  column: Phase,
): tf.Tensor4D {
  const [batch, height, width] = contributions.shape;
  const terms: tf.Tensor4D[] = [];
  row.taps.forEach((y, down) => {
    column.taps.forEach((x, across) => {
      const vertical = overlap(row.first - down, row.count, height);
      const horizontal = overlap(column.first - across, column.count, width);
      if (vertical.size === 0 || horizontal.size === 0) return;
      const used = tf.slice(
        contributions,
        [0, vertical.begin, horizontal.begin, (y * filterWidth + x) * channels],
        [batch, vertical.size, horizontal.size, channels],
      );
      terms.push(tf.pad(used, [[0, 0], vertical.padding, horizontal.padding, [0, 0]]));
    });
  });
  return terms.length === 0 ? tf.zeros([batch, row.count, column.count, channels]) : tf.addN(terms);
}

/** Which of the positions begin .. begin + count − 1 exist in 0 .. size − 1, and how many are missing at either end. */
function overlap(begin: number, count: number, size: number) {
  const from = Math.max(begin, 0);
  const to = Math.max(from, Math.min(begin + count, size));
  return { begin: from, size: to - from, padding: [from - begin, begin + count - to] as [number, number] };
}

/** Puts pixel (y, x) of groups[i][j] at (y·rows + i, x·columns + j). */
function interleave(groups: readonly (readonly tf.Tensor4D[])[]): tf.Tensor4D {
  const rows = groups.map((row) => tf.stack([...row], 3));
  const [batch, height, width, across, channels] = (rows[0] as tf.Tensor).shape as [
    number,
    number,
    number,
    number,
    number,
  ];
  return tf.reshape(tf.stack(rows, 2), [batch, height * rows.length, width * across, channels]);
}
