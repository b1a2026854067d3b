import * as tf from '@tensorflow/tfjs-core';
import { defineKernel } from './define-kernel.ts';
import type { Phase } from './phases.ts';
import { groupsOf, type TransposedFilters } from './transposed-filters.ts';

/** What a layer is given, in the order of the kernel's channels. At least one of the two. */
export interface TransposedGiven {
  /** [batch, height, width, channels] */
  readonly x?: tf.Tensor4D | undefined;
  /** Beside every position: [batch, values] */
  readonly code?: tf.Tensor2D | undefined;
}

/** What is added to the convolution before the activation. */
export interface TransposedAdded {
  /** To each channel: [out] */
  readonly shift?: tf.Tensor1D | undefined;
  /** To each number: [batch, height·stride, width·stride, out] */
  readonly features?: tf.Tensor4D | undefined;
}

export type TransposedLayer = {
  /** Height and width of the kernel. */
  readonly kernel: number;
  readonly stride: number;
  /** Of what goes in. */
  readonly height: number;
  readonly width: number;
  readonly activation: 'linear' | 'relu' | 'tanh';
};

type Filters = { readonly [name: `filter${number}`]: tf.Tensor };
type Inputs = TransposedGiven & TransposedAdded & Filters;

/** Composed of one ordinary convolution for each remainder of rows and columns modulo the stride, whose pixels are then put in order. */
export const transposedConvolutionKernel = defineKernel<Inputs & Readonly<Record<string, tf.Tensor>>, TransposedLayer>({
  name: 'attgan/TransposedConvolution',
  portable({ x, code, shift, features, ...filters }, { kernel, stride, height, width, activation }) {
    const given = beside(x, code, height, width);
    const groups = groupsOf(kernel, stride);
    // What is fused with a convolution costs nothing.
    const fused = features === undefined && activation !== 'tanh' ? activation : 'linear';
    const rows = groups.map((down, row) => {
      const images = groups.map((across, column) => {
        const filter = filters[`filter${row * stride + column}`] as tf.Tensor4D;
        const pad: tf.backend_util.ExplicitPadding = [[0, 0], paddingOf(down), paddingOf(across), [0, 0]];
        const bias = shift && { bias: shift };
        return tf.fused.conv2d({ x: given, filter, strides: 1, pad, activation: fused, ...bias });
      });
      return tf.stack(images, 3);
    });
    const convolved = tf.reshape(tf.stack(rows, 2), [given.shape[0], height * stride, width * stride, -1]);
    const sum = features === undefined ? convolved : tf.add(convolved, features);
    if (activation === fused) return [sum];
    return [activation === 'relu' ? tf.relu(sum) : tf.tanh(sum)];
  },
});

/**
 * A transposed convolution, `tf.conv2dTranspose` with SAME padding, by prepared filters, and what follows it. It is not differentiated.
 * @returns [batch, height·stride, width·stride, out]
 */
export function convolveTransposed(
  { x, code }: TransposedGiven,
  filters: TransposedFilters,
  layer: TransposedLayer,
  { shift, features }: TransposedAdded = {},
): tf.Tensor4D {
  const named = Object.fromEntries(filters.map((filter, index) => [`filter${index}`, filter]));
  const inputs = {
    ...named,
    ...(x && { x }),
    ...(code && { code }),
    ...(shift && { shift }),
    ...(features && { features }),
  };
  return transposedConvolutionKernel.run(inputs, layer)[0] as tf.Tensor4D;
}

/** The code beside every position of x, or of an image of this size where there is no x. */
function beside(x: tf.Tensor4D | undefined, code: tf.Tensor2D | undefined, height: number, width: number): tf.Tensor4D {
  if (code === undefined) return x as tf.Tensor4D;
  const spread = tf.tile(tf.reshape(code, [code.shape[0], 1, 1, -1]), [1, height, width, 1]) as tf.Tensor4D;
  return x === undefined ? spread : tf.concat([x, spread], 3);
}

/** What a group's convolution lacks at either end: its pixel i is given the pixels from i − taps + 1 + first to i + first. */
function paddingOf({ taps, first }: Phase): [number, number] {
  return [taps.length - 1 - first, first];
}
