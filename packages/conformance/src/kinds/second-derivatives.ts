import { disposeTree, initWeights, leaves, withLeaves, type TensorTree } from '@attgan/kernels';
import type { Critic, Judgement } from '@attgan/nets';
import { differentiate } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import type { Deviation } from '../case.ts';
import { demand, demandFinite } from './demand.ts';
import { drawn, drawnFaces, keyOf, read, signsLike } from './probes.ts';

/** How far parameters are moved for differences, as a share of their own size: less, and rounding is all that is left. */
const STEP = 3e-5;
const DIRECTIONS = 7;

/** First parameters, drawn by one key. */
export const paramsOf = ({ weights }: Critic): TensorTree => initWeights(weights, keyOf('critic'));

/** What the critic says of faces that claim to have every attribute. */
export function judge(critic: Critic, params: TensorTree, faces: tf.Tensor4D): Judgement {
  const code = tf.fill<tf.Rank.R2>([faces.shape[0], critic.attributes], 0.5);
  return critic.apply(params, faces, code);
}

/** ⟨v, ∂(Σ logits)/∂faces⟩: what a gradient penalty differentiates once more, for the parameters. */
function slopeOf(critic: Critic, params: TensorTree, faces: tf.Tensor4D, v: tf.Tensor): tf.Scalar {
  const slope = tf.grad((x: tf.Tensor) => tf.sum(judge(critic, params, x as tf.Tensor4D).adversarial))(faces);
  return tf.sum(tf.mul(slope, v));
}

/**
 * How far the gradient of the gradient is from differences of the gradient, along directions of random signs. The median of several,
 * because a difference across the kink of a ReLU says nothing.
 */
export async function compareSecondDerivatives(critic: Critic): Promise<Deviation> {
  const params = paramsOf(critic);
  const own = leaves<tf.Tensor>(params);
  const faces = drawnFaces('faces', 2, critic.size);
  const v = drawn<tf.Rank.R4>('v', faces.shape);
  const gradients = differentiate(params, () => slopeOf(critic, params, faces, v));
  const sizes = await Promise.all(
    own.map(async (leaf) => (await read(tf.tidy(() => tf.sqrt(tf.mean(tf.square(leaf))))))[0]),
  );
  const found: Required<Deviation>[] = [];
  for (let count = 0; count < DIRECTIONS; count++) {
    const moves = own.map((leaf, index) => signsLike(`${count} ${index}`, leaf, (sizes[index] as number) * STEP));
    const [expected, length] = await read(along(gradients, moves));
    const at = async (sign: number): Promise<number> => {
      const moved = (leaf: tf.Tensor, index: number): tf.Tensor =>
        tf.add(leaf, tf.mul(moves[index] as tf.Tensor, sign));
      const [value] = await read(tf.tidy(() => slopeOf(critic, withLeaves(params, own.map(moved)), faces, v)));
      return value as number;
    };
    const difference = ((await at(1)) - (await at(-1))) / 2;
    tf.dispose(moves);
    demandFinite([expected as number, length as number], 'the gradient of the gradient');
    demand((length as number) > 0, 'the gradient of its gradient is 0: no gradient penalty can train it');
    found.push({
      off: Math.abs(difference - (expected as number)) / Math.max(Math.abs(difference), length as number),
      where: `the second derivative is ${expected}, differences of the first say ${difference}`,
    });
  }
  tf.dispose([faces, v, ...gradients]);
  disposeTree(params);
  return found.sort((a, b) => a.off - b.off)[(DIRECTIONS - 1) / 2] as Deviation;
}

/** The slope along the moves, and how large it would be of independent signs: [2]. */
function along(gradients: readonly tf.Tensor[], moves: readonly tf.Tensor[]): tf.Tensor {
  return tf.tidy(() => {
    const products = gradients.map((gradient, index) => tf.mul(gradient, moves[index] as tf.Tensor));
    const squares = products.map((product) => tf.sum(tf.square(product)));
    return tf.stack([tf.addN(products.map((product) => tf.sum(product))), tf.sqrt(tf.addN(squares))]);
  });
}
