import { uniform, type RandomKey } from '@attgan/core';
import type { TensorTree, Tree, Weight } from '@attgan/kernels';
import { fresh } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { createStack, type Block, type Shape, type StackParams } from '../stack.ts';

/** Reads labels from z. */
export interface LatentCritic<Params = TensorTree> {
  readonly weights: Tree<Weight>;
  /**
   * Attribute logits, [batch, attributes].
   * @param key of the dropout
   */
  apply(params: Params, z: tf.Tensor4D, key: RandomKey): tf.Tensor2D;
}

type Params = { readonly trunk: StackParams; readonly head: StackParams };

/**
 * Fader Networks' latent discriminator (Lample et al. 2017, section 4): convolutions down to 1×1, dropout, a hidden layer,
 * logits. Normalised by batch statistics, because it is never used in inference mode.
 * @param units filters of the convolutions and units of the hidden layer
 * @param dropout dropout rate
 */
export function createLatentCritic(
  latent: Shape,
  attributes: number,
  units: number,
  dropout: number,
): LatentCritic<Params> {
  const times = Math.ceil(Math.log2(Math.max(latent[0], latent[1])));
  const convolution: Block = { kind: 'convolution', filters: units, kernel: 4, stride: 2, norm: true, activation: 0.2 };
  const options = { epsilon: 1e-5, momentum: 0.1, initializer: 'pytorch' } as const;
  const trunk = createStack(
    Array.from({ length: times }, () => convolution),
    latent,
    options,
  );
  const hidden: Block = { kind: 'dense', filters: units, activation: 0.2 };
  const head = createStack([hidden, { kind: 'dense', filters: attributes }], trunk.output, options);
  return {
    weights: { trunk: trunk.weights.params, head: head.weights.params },
    apply(params, z, key) {
      const x = trunk.run(params.trunk, [], z, 'training').output;
      const logits = head.run(params.head, [], dropped(x, dropout, key), 'training').output;
      return tf.reshape(logits, [-1, attributes]) as tf.Tensor2D;
    },
  };
}

/** Dropout: a share of the values of `x` set to 0 and the others scaled up, so that the expected sum stays the same. */
function dropped(x: tf.Tensor4D, share: number, key: RandomKey): tf.Tensor4D {
  if (share === 0) return x;
  const { size, shape } = x;
  const kept = fresh(key, (by) =>
    tf.tensor4d(
      uniform(by, size).map((draw) => (draw < share ? 0 : 1 / (1 - share))),
      shape,
    ),
  );
  return tf.mul(x, kept);
}
