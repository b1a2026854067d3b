import type { TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { unusableWeights, type RecogniserWeights } from './recogniser-weights.ts';

// The network of dlib's `dnn_face_recognition_ex.cpp`: a residual network (He et al. 2016) of 29 convolutions, half as
// wide as the usual one, trained so that photos of one person lie within a ball of radius 0.6.

/** Height and width of the pictures that the network reads, pixels. */
export const CHIP_EDGE = 150;
/** Numbers of an embedding. */
export const EMBEDDING_WIDTH = 128;
/** What is taken off red, green and blue before they are divided by 255. dlib's own network divides by 256. */
const MEANS = [122.782, 117.001, 104.298];

interface Convolution {
  /** [kernel, kernel, channels in, channels out], the scale that follows multiplied in. */
  readonly filter: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

type Block = readonly [Convolution, Convolution];

interface Params {
  readonly first: Convolution;
  readonly blocks: readonly Block[];
  /** [256, 128] */
  readonly output: tf.Tensor2D;
}

/** Residual blocks in order. A block named `down` halves height and width. */
const BLOCKS = [
  'conv32_1',
  'conv32_2',
  'conv32_3',
  'conv64_down',
  'conv64_1',
  'conv64_2',
  'conv64_3',
  'conv128_down',
  'conv128_1',
  'conv128_2',
  'conv256_down',
  'conv256_1',
  'conv256_2',
  'conv256_down_out',
];

const halves = (block: string): boolean => block.includes('down');

/**
 * Puts the weights on the current backend. The caller disposes of the tree.
 * @throws AttganError when one is missing or has another shape than the network needs
 */
export function createRecogniser(weights: RecogniserWeights): TensorTree {
  return tf.tidy(() => buildParams(weights) as unknown as tf.TensorContainer) as unknown as TensorTree;
}

function buildParams(weights: RecogniserWeights): Params {
  const take = <R extends tf.Rank>(name: string, shape: tf.ShapeMap[R]): tf.Tensor<R> => {
    const found = weights.get(name);
    if (found === undefined) throw unusableWeights(`${name} is missing`);
    if (String(found.shape) !== String(shape)) {
      throw unusableWeights(`${name} has the shape [${String(found.shape)}], not [${String(shape)}]`);
    }
    return tf.tensor(found.values, shape);
  };
  const convolution = (name: string, kernel: number, channels: number, filters: number): Convolution => {
    const scale = take<tf.Rank.R1>(`${name}/scale/weights`, [filters]);
    const filter = take<tf.Rank.R4>(`${name}/conv/filters`, [kernel, kernel, channels, filters]);
    const bias = take<tf.Rank.R1>(`${name}/conv/bias`, [filters]);
    const shift = take<tf.Rank.R1>(`${name}/scale/biases`, [filters]);
    return { filter: tf.mul(filter, scale), bias: tf.add(tf.mul(bias, scale), shift) };
  };
  let channels = 32;
  return {
    first: convolution('conv32_down', 7, 3, channels),
    blocks: BLOCKS.map((name) => {
      const filters = Number(/\d+/.exec(name));
      const block: Block = [
        convolution(`${name}/conv1`, 3, channels, filters),
        convolution(`${name}/conv2`, 3, filters, filters),
      ];
      channels = filters;
      return block;
    }),
    output: take('fc', [channels, EMBEDDING_WIDTH]),
  };
}

/**
 * Embeddings, [pictures, 128]: of one person where they lie closer than 0.6.
 * @param chips [pictures, 150, 150, 3], RGB in [0, 255], the face filling most of each
 */
export function embedChips(recogniser: TensorTree, chips: tf.Tensor4D): tf.Tensor2D {
  const { first, blocks, output } = recogniser as unknown as Params;
  return tf.tidy(() => {
    const normalised = tf.div<tf.Tensor4D>(tf.sub(chips, MEANS), 255);
    let x = tf.maxPool(convolve(normalised, first, 2, 'valid', 'relu'), 3, 2, 'valid');
    BLOCKS.forEach((name, index) => {
      x = (halves(name) ? halvingBlock : plainBlock)(x, blocks[index] as Block);
    });
    return tf.matMul(tf.mean<tf.Tensor2D>(x, [1, 2]), output);
  });
}

function convolve(
  x: tf.Tensor4D,
  { filter, bias }: Convolution,
  strides: number,
  pad: 'same' | 'valid',
  activation: 'relu' | 'linear',
): tf.Tensor4D {
  return tf.fused.conv2d({ x, filter, strides, pad, bias, activation });
}

function plainBlock(x: tf.Tensor4D, [first, second]: Block): tf.Tensor4D {
  const inner = convolve(convolve(x, first, 1, 'same', 'relu'), second, 1, 'same', 'linear');
  return tf.relu(tf.add<tf.Tensor4D>(inner, x));
}

/** The shortcut is the mean of each 2×2 positions. What one way has fewer of, channels or positions, is filled with 0. */
function halvingBlock(x: tf.Tensor4D, [first, second]: Block): tf.Tensor4D {
  const inner = convolve(convolve(x, first, 2, 'valid', 'relu'), second, 1, 'same', 'linear');
  const shortcut = tf.avgPool(x, 2, 2, 'valid');
  const [, height, width, channels] = inner.shape;
  const [, rows, columns, given] = shortcut.shape;
  const filled = (tensor: tf.Tensor4D, below: number, right: number, more: number): tf.Tensor4D =>
    below + right + more === 0
      ? tensor
      : tf.pad(tensor, [
          [0, 0],
          [0, below],
          [0, right],
          [0, more],
        ]);
  return tf.relu(
    tf.add<tf.Tensor4D>(filled(inner, rows - height, columns - width, 0), filled(shortcut, 0, 0, channels - given)),
  );
}
