import * as tf from '@tensorflow/tfjs-core';
import type { TakeWeight } from './take-weight.ts';

// face-api's network of 68 landmarks: four dense blocks of separable convolutions.

/** Height and width of the pictures that the network reads, pixels. */
export const LANDMARK_EDGE = 112;
/** What is taken off red, green and blue before they are divided by 255. */
const MEANS = [122.782, 117.001, 104.298];
const WIDTHS = [32, 64, 128, 256];

interface Layer {
  /** Absent in the first layer of all, which is no separable convolution. */
  readonly depthwise?: tf.Tensor4D;
  readonly filter: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

/** Weights of the network; a tree of tensors. */
export interface LandmarkParams {
  readonly blocks: readonly (readonly Layer[])[];
  readonly output: { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor1D };
}

/** @returns weights on the current backend, which the caller disposes of */
export function createLandmarks(take: TakeWeight): LandmarkParams {
  return tf.tidy(() => buildParams(take) as unknown as tf.TensorContainer) as unknown as LandmarkParams;
}

function buildParams(take: TakeWeight): LandmarkParams {
  const layer = (name: string, channels: number, filters: number): Layer => ({
    ...(channels !== 3 && { depthwise: take<tf.Rank.R4>(`${name}/depthwise_filter`, [3, 3, channels, 1]) }),
    filter:
      channels === 3
        ? take<tf.Rank.R4>(`${name}/filters`, [3, 3, 3, filters])
        : take<tf.Rank.R4>(`${name}/pointwise_filter`, [1, 1, channels, filters]),
    bias: take<tf.Rank.R1>(`${name}/bias`, [filters]),
  });
  return {
    blocks: WIDTHS.map((width, block) =>
      [0, 1, 2, 3].map((index) =>
        layer(`dense${block}/conv${index}`, index > 0 ? width : (WIDTHS[block - 1] ?? 3), width),
      ),
    ),
    output: {
      kernel: take<tf.Rank.R2>('fc/weights', [256, 136]),
      bias: take<tf.Rank.R1>('fc/bias', [136]),
    },
  };
}

/**
 * 68 points of each face.
 * @param faces [faces, 112, 112, 3], RGB in [0, 255], the face filling each
 * @returns [faces, 136]: x and y by turns, 1 for a picture's edge
 */
export function findLandmarks({ blocks, output }: LandmarkParams, faces: tf.Tensor4D): tf.Tensor2D {
  return tf.tidy(() => {
    let x = tf.div<tf.Tensor4D>(tf.sub(faces, MEANS), 255);
    for (const block of blocks) x = dense(x, block);
    const pooled = tf.avgPool(x, 7, 2, 'valid');
    return tf.add(tf.matMul(tf.reshape<tf.Rank.R2>(pooled, [faces.shape[0], 256]), output.kernel), output.bias);
  });
}

/** Each layer reads the sum of all before it. The first halves height and width. */
function dense(x: tf.Tensor4D, layers: readonly Layer[]): tf.Tensor4D {
  let total: tf.Tensor4D | undefined;
  for (const layer of layers) {
    const made = convolve(total === undefined ? x : tf.relu(total), layer, total === undefined ? 2 : 1);
    total = total === undefined ? tf.relu(made) : tf.add(total, made);
  }
  return tf.relu(total as tf.Tensor4D);
}

function convolve(x: tf.Tensor4D, { depthwise, filter, bias }: Layer, strides: number): tf.Tensor4D {
  if (depthwise === undefined) return tf.fused.conv2d({ x, filter, bias, strides, pad: 'same' });
  return tf.fused.conv2d({
    x: tf.depthwiseConv2d(x, depthwise, strides, 'same'),
    filter,
    bias,
    strides: 1,
    pad: 'same',
  });
}
