import { leakyRelu, zeros, type WeightsOf } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { Initializer } from './architecture.ts';
import { advanceAverages, affineWeights, averageWeights, normalise } from './batch-norm.ts';
import type { AffineParams, Averages, Moments } from './batch-norm.ts';
import type { Mode, PassMoments } from './definitions.ts';
import { deconvolve } from './deconvolve.ts';
import { kernelWeight } from './initializers.ts';

/** Height, width and channels of a feature map; a vector is one of 1×1. */
export type Shape = readonly [number, number, number];

/** A layer of one chain: what it computes, whether it is normalised over the batch, and its activation. */
export interface Block {
  readonly kind: 'convolution' | 'transposed' | 'dense';
  /** Filters or units. */
  readonly filters: number;
  /** Kernel size and stride of convolutions; 1 where absent. */
  readonly kernel?: number;
  readonly stride?: number;
  /** Batch normalisation, whose bias is the layer's; a plain bias where absent. */
  readonly norm?: boolean;
  /** Slope of the activation below zero, 0 for ReLU, or tanh; none where absent. */
  readonly activation?: number | 'tanh';
  /** Shape that a dense layer's units are arranged to; a vector where absent. */
  readonly arrange?: Shape;
}

export interface StackOptions {
  readonly epsilon: number;
  /** Weight of a new batch in the moving averages. */
  readonly momentum: number;
  readonly initializer: Initializer;
}

/** What a block learns: its kernel, and a normalisation, whose bias serves both, or a bias alone. */
export type BlockParams = { readonly kernel: tf.Tensor } & (AffineParams | { readonly bias: tf.Tensor1D });
/** An entry for each block. */
export type StackParams = readonly BlockParams[];
/** An entry for each block that is normalised. */
export type StackState = readonly Averages[];

/** A chain of layers as a network. */
export interface Stack {
  readonly output: Shape;
  /** Values of all feature maps of one input. */
  readonly features: number;
  /** How many of its blocks are normalised. */
  readonly norms: number;
  readonly weights: { readonly params: WeightsOf<StackParams>; readonly state: WeightsOf<StackState> };
  /**
   * @param x [batch, ...input]
   * @param beside [batch, n], concatenated to the input of every block
   */
  run(params: StackParams, state: StackState, x: tf.Tensor4D, mode: Mode, beside?: tf.Tensor2D): Passed;
  /** The moving averages updated by one pass; those of blocks without moments stay the same. */
  advance(state: StackState, moments: PassMoments): StackState;
}

export interface Passed {
  readonly output: tf.Tensor4D;
  /** The result of each block before its normalisation. */
  readonly raw: readonly tf.Tensor4D[];
  readonly moments: readonly Moments[];
}

/** @param beside number of values that `run` concatenates to every block's input */
export function createStack(blocks: readonly Block[], input: Shape, options: StackOptions, beside = 0): Stack {
  const inputs: Shape[] = [];
  let shape = input;
  let features = 0;
  for (const block of blocks) {
    inputs.push([shape[0], shape[1], shape[2] + beside]);
    shape = shapeAfter(block, shape);
    features += shape[0] * shape[1] * shape[2];
  }
  const normed = blocks.filter(({ norm }) => norm === true);
  return {
    output: shape,
    features,
    norms: normed.length,
    weights: {
      params: blocks.map((block, index) => blockWeights(block, inputs[index] as Shape, options, index)),
      state: normed.map(({ filters }) => averageWeights(filters)),
    },
    run(params, averages, faces, mode, code) {
      const raw: tf.Tensor4D[] = [];
      const moments: Moments[] = [];
      let seen = 0;
      let x = faces;
      params.forEach((values, index) => {
        const block = blocks[index] as Block;
        const applied = applyBlock(block, values.kernel, code === undefined ? x : besideEach(x, code));
        raw.push(applied);
        if ('gain' in values) {
          const slope = typeof block.activation === 'number' ? block.activation : 1;
          const passed = normalise(applied, values, averages[seen++], { epsilon: options.epsilon, slope }, mode);
          x = passed.output;
          moments.push(...passed.moments);
        } else {
          const biased = tf.add<tf.Tensor4D>(applied, values.bias);
          x = typeof block.activation === 'number' ? leakyRelu(biased, block.activation) : biased;
        }
        if (block.activation === 'tanh') x = tf.tanh(x);
        if (block.arrange !== undefined) x = tf.reshape(x, [-1, ...block.arrange]);
      });
      return { output: x, raw, moments };
    },
    advance: (state, moments) =>
      state.map((averages, index) => {
        const measured = moments[index];
        return measured === undefined ? averages : advanceAverages(averages, measured, options.momentum);
      }),
  };
}

/** `values` spread over every position of `x`, as its last channels. */
export function besideEach(x: tf.Tensor4D, values: tf.Tensor2D): tf.Tensor4D {
  const [batch, height, width] = x.shape;
  return tf.concat([x, tf.tile(tf.reshape(values, [batch, 1, 1, -1]), [1, height, width, 1]) as tf.Tensor4D], 3);
}

function shapeAfter({ kind, filters, stride = 1, arrange }: Block, [height, width]: Shape): Shape {
  if (kind === 'dense') return arrange ?? [1, 1, filters];
  if (kind === 'transposed') return [height * stride, width * stride, filters];
  return [Math.ceil(height / stride), Math.ceil(width / stride), filters];
}

function blockWeights(
  { kind, filters, kernel = 1, norm = false }: Block,
  [height, width, channels]: Shape,
  { initializer }: StackOptions,
  index: number,
): WeightsOf<BlockParams> {
  const first =
    kind === 'transposed'
      ? kernelWeight<tf.Rank.R4>([kernel, kernel, filters, channels], initializer, [index], 'last')
      : kind === 'dense'
        ? kernelWeight<tf.Rank.R2>([height * width * channels, filters], initializer, [index])
        : kernelWeight<tf.Rank.R4>([kernel, kernel, channels, filters], initializer, [index]);
  return { kernel: first, ...(norm ? affineWeights(filters) : { bias: zeros<tf.Tensor1D>([filters]) }) };
}

function applyBlock({ kind, filters, stride = 1 }: Block, kernel: tf.Tensor, x: tf.Tensor4D): tf.Tensor4D {
  if (kind === 'transposed') return deconvolve(x, kernel as tf.Tensor4D, stride);
  if (kind === 'convolution') return tf.conv2d(x, kernel as tf.Tensor4D, stride, 'same');
  const [batch] = x.shape;
  const units = tf.matMul(tf.reshape(x, [batch, -1]), kernel as tf.Tensor2D);
  return tf.reshape(units, [batch, 1, 1, filters]);
}
