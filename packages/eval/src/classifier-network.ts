import { fold, normal, type RandomKey } from '@attgan/core';
import { leakyRelu, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';

interface Params {
  readonly convolutions: readonly { readonly kernel: tf.Tensor4D; readonly bias: tf.Tensor1D }[];
  readonly output: { readonly kernel: tf.Tensor2D; readonly bias: tf.Tensor1D };
}

/** Filters of the 3×3 convolutions, each of stride 2: enough for drawn faces of 64 pixels in 400 iterations. */
export const FILTERS: readonly number[] = [24, 48, 96, 128];
const SLOPE = 0.1;

/** First weights from N(0, 2 / fan in) (He et al. 2015), for images of `size` pixels. */
export function initClassifier(
  key: RandomKey,
  size: number,
  attributes: number,
  widths: readonly number[] = FILTERS,
): TensorTree {
  const draw = (part: number, shape: number[], inputs: number): tf.Tensor => {
    const count = shape.reduce((product, edge) => product * edge, 1);
    return tf.tensor(normal(fold(key, part), count, 0, Math.sqrt(2 / inputs)), shape);
  };
  let [channels, edge] = [3, size];
  const convolutions = widths.map((filters, index) => {
    const kernel = draw(index, [3, 3, channels, filters], 9 * channels) as tf.Tensor4D;
    [channels, edge] = [filters, Math.ceil(edge / 2)];
    return { kernel, bias: tf.zeros<tf.Rank.R1>([filters]) };
  });
  const features = edge * edge * channels;
  const params: Params = {
    convolutions,
    output: {
      kernel: draw(widths.length, [features, attributes], features) as tf.Tensor2D,
      bias: tf.zeros([attributes]),
    },
  };
  return params as unknown as TensorTree;
}

/** Attribute logits, [batch, attributes]. @param images [batch, size, size, 3] in [−1, 1] */
export function classify(params: TensorTree, images: tf.Tensor4D): tf.Tensor2D {
  const { convolutions, output } = params as unknown as Params;
  return tf.tidy(() => {
    let x = images;
    for (const { kernel, bias } of convolutions) {
      x = leakyRelu(tf.add<tf.Tensor4D>(tf.conv2d(x, kernel, 2, 'same'), bias), SLOPE);
    }
    const features = tf.reshape(x, [x.shape[0], -1]) as tf.Tensor2D;
    return tf.add<tf.Tensor2D>(tf.matMul(features, output.kernel), output.bias);
  });
}
