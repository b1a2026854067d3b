import * as tf from '@tensorflow/tfjs-core';
import type { TakeWeight } from './take-weight.ts';

// SSD (Liu et al. 2016) on MobileNet v1 (Howard et al. 2017), trained on WIDER Face, as face-api carries it.

/** Height and width of the pictures that the network reads, pixels. */
export const SSD_EDGE = 512;
/** Boxes that it judges in each picture. */
const ANCHORS = 5118;
const EPSILON = 0.001;

interface Convolution {
  /** [kernel, kernel, channels in, channels out] */
  readonly filter: tf.Tensor4D;
  readonly bias: tf.Tensor1D;
}

interface Separable {
  /** [3, 3, channels, 1], the normalisation that follows multiplied in. */
  readonly depthwise: tf.Tensor4D;
  readonly shift: tf.Tensor1D;
  readonly pointwise: Convolution;
}

/** Weights of the network; a tree of tensors. */
export interface SsdParams {
  readonly first: Convolution;
  readonly trunk: readonly Separable[];
  readonly extra: readonly Convolution[];
  readonly boxes: readonly Convolution[];
  readonly classes: readonly Convolution[];
  /** [5118, 4]: top, left, bottom, right in [0, 1]. */
  readonly anchors: tf.Tensor2D;
}

/** Channels after each separable convolution of MobileNet. */
const TRUNK = [64, 128, 128, 256, 256, 512, 512, 512, 512, 512, 512, 1024, 1024];
/** Numbers of those that halve height and width. */
const HALVING = [2, 4, 6, 12];
/** Convolutions on top of it: kernel and channels. Those of kernel 3 halve. */
const EXTRA: readonly (readonly [number, number])[] = [
  [1, 256],
  [3, 512],
  [1, 128],
  [3, 256],
  [1, 128],
  [3, 256],
  [1, 64],
  [3, 128],
];
/** Channels that boxes are read from, and how many boxes at each place. */
const HEADS: readonly (readonly [number, number])[] = [
  [512, 3],
  [1024, 6],
  [512, 6],
  [256, 6],
  [256, 6],
  [128, 6],
];

/** @returns weights on the current backend, which the caller disposes of */
export function createSsd(take: TakeWeight): SsdParams {
  return tf.tidy(() => buildParams(take) as unknown as tf.TensorContainer) as unknown as SsdParams;
}

function buildParams(take: TakeWeight): SsdParams {
  const convolution = (name: string, kernel: number, channels: number, filters: number): Convolution => ({
    filter: take<tf.Rank.R4>(`${name}/weights`, [kernel, kernel, channels, filters]),
    bias: take<tf.Rank.R1>(`${name}/convolution_bn_offset`, [filters]),
  });
  let channels = 32;
  const trunk = TRUNK.map((filters, index): Separable => {
    const name = `MobilenetV1/Conv2d_${index + 1}`;
    const each = (what: string): tf.Tensor1D => take<tf.Rank.R1>(`${name}_depthwise/BatchNorm/${what}`, [channels]);
    const factor = tf.div<tf.Tensor1D>(each('gamma'), tf.sqrt(tf.add(each('moving_variance'), EPSILON)));
    const depthwise = take<tf.Rank.R4>(`${name}_depthwise/depthwise_weights`, [3, 3, channels, 1]);
    const separable = {
      depthwise: tf.mul<tf.Tensor4D>(depthwise, tf.reshape(factor, [1, 1, channels, 1])),
      shift: tf.sub<tf.Tensor1D>(each('beta'), tf.mul(each('moving_mean'), factor)),
      pointwise: convolution(`${name}_pointwise`, 1, channels, filters),
    };
    channels = filters;
    return separable;
  });
  const extra = EXTRA.map(([kernel, filters], index) => {
    const made = convolution(`Prediction/Conv2d_${index}_pointwise`, kernel, channels, filters);
    channels = filters;
    return made;
  });
  const heads = (what: string, values: number): Convolution[] =>
    HEADS.map(([width, count], index) => ({
      filter: take<tf.Rank.R4>(`Prediction/BoxPredictor_${index}/${what}/weights`, [1, 1, width, count * values]),
      bias: take<tf.Rank.R1>(`Prediction/BoxPredictor_${index}/${what}/biases`, [count * values]),
    }));
  return {
    first: convolution('MobilenetV1/Conv2d_0_pointwise', 3, 3, 32),
    trunk,
    extra,
    boxes: heads('BoxEncodingPredictor', 4),
    classes: heads('ClassPredictor', 3),
    anchors: tf.squeeze<tf.Tensor2D>(take<tf.Rank.R3>('Output/extra_dim', [1, ANCHORS, 4]), [0]),
  };
}

/**
 * Boxes that may be faces, and how likely each is one.
 * @param pictures [pictures, 512, 512, 3], RGB in [0, 255]
 * @returns boxes [pictures, 5118, 4] of top, left, bottom, right in [0, 1], and scores [pictures, 5118] in [0, 1]
 */
export function judgeBoxes(params: SsdParams, pictures: tf.Tensor4D): { boxes: tf.Tensor3D; scores: tf.Tensor2D } {
  return tf.tidy(() => {
    const [count] = pictures.shape;
    let x = tf.tidy(() => clipped(tf.sub<tf.Tensor4D>(tf.div(pictures, 127.5), 1), params.first, 2));
    const features: tf.Tensor4D[] = [];
    // What is not read again is freed at once: the first layers of a batch take hundreds of megabytes.
    const advance = (layer: (x: tf.Tensor4D) => tf.Tensor4D): void => {
      const next = tf.tidy(() => layer(x));
      if (!features.includes(x)) x.dispose();
      x = next;
    };
    params.trunk.forEach(({ depthwise, shift, pointwise }, index) => {
      const strides = HALVING.includes(index + 1) ? 2 : 1;
      advance((given) =>
        tf.clipByValue<tf.Tensor4D>(tf.add(tf.depthwiseConv2d(given, depthwise, strides, 'same'), shift), 0, 6),
      );
      advance((given) => clipped(given, pointwise, 1));
      if (index === 10 || index === 12) features.push(x);
    });
    params.extra.forEach((layer, index) => {
      advance((given) => clipped(given, layer, layer.filter.shape[0] === 3 ? 2 : 1));
      if (index % 2 === 1) features.push(x);
    });
    const read = (heads: readonly Convolution[], values: number): tf.Tensor3D =>
      tf.concat(
        heads.map(({ filter, bias }, index) =>
          tf.reshape<tf.Rank.R3>(
            tf.fused.conv2d({ x: features[index] as tf.Tensor4D, filter, bias, strides: 1, pad: 'same' }),
            [count, -1, values],
          ),
        ),
        1,
      );
    const scores = tf.sigmoid(tf.slice(read(params.classes, 3), [0, 0, 1], [-1, -1, 1]));
    return {
      boxes: decode(params.anchors, read(params.boxes, 4)),
      scores: tf.reshape<tf.Rank.R2>(scores, [count, ANCHORS]),
    };
  });
}

/** A convolution, then what lies outside of [0, 6] clipped. */
function clipped(x: tf.Tensor4D, { filter, bias }: Convolution, strides: number): tf.Tensor4D {
  return tf.clipByValue(tf.fused.conv2d({ x, filter, bias, strides, pad: 'same' }), 0, 6);
}

/** Boxes are told by their shift in tenths of the anchor's size, and the logarithm of their size in fifths. */
function decode(anchors: tf.Tensor2D, told: tf.Tensor3D): tf.Tensor3D {
  const low = tf.slice(anchors, [0, 0], [-1, 2]);
  const size = tf.sub(tf.slice(anchors, [0, 2], [-1, 2]), low);
  const centre = tf.add(low, tf.div(size, 2));
  const shift = tf.slice(told, [0, 0, 0], [-1, -1, 2]);
  const growth = tf.slice(told, [0, 0, 2], [-1, -1, 2]);
  const middle = tf.add(tf.mul(tf.div(shift, 10), size), centre);
  const half = tf.div(tf.mul(tf.exp(tf.div(growth, 5)), size), 2);
  return tf.concat([tf.sub(middle, half), tf.add(middle, half)], 2) as tf.Tensor3D;
}
