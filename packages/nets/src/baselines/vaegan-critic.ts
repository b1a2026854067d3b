import { UsageError } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { defineCritic, type Critic } from '../definitions.ts';
import { createStack, type Block, type StackParams } from '../stack.ts';
import { sizedOptions, widened } from './sized-options.ts';

/** The block in whose output, before normalisation, faces are compared. */
const COMPARED = 3;

/** VAE/GAN's discriminator (Larsen et al. 2016), in whose features faces are compared. It has no classification head. */
export const vaeganCritic = defineCritic({
  name: 'vaegan',
  summary: 'discriminator of VAE/GAN; faces are compared in its features',
  options: sizedOptions,
  imageSize: ({ size }) => size,
  create({ size, width }, attributes): Critic<StackParams> {
    const layer = { kind: 'convolution', kernel: 5, activation: 0 } as const;
    const blocks: readonly Block[] = [
      { ...layer, filters: 32, stride: 1 },
      ...[128, 256, 256].map((filters): Block => ({ ...layer, filters, stride: 2, norm: true })),
      { kind: 'dense', filters: 512, norm: true, activation: 0 },
      { kind: 'dense', filters: 1 },
    ];
    const options = { epsilon: 1e-6, momentum: 0.1, initializer: 'vaegan' } as const;
    const stack = createStack(widened(blocks, width), [size, size, 3], options);
    return {
      size,
      attributes,
      features: stack.features,
      // Normalised by batch statistics; it is never used in inference mode, so no averages are kept.
      weights: stack.weights.params,
      apply(params, faces) {
        const { output, raw } = stack.run(params, [], faces, 'training');
        return {
          adversarial: tf.reshape(output, [-1, 1]) as tf.Tensor2D,
          similarity: raw[COMPARED] as tf.Tensor4D,
          get attributes(): tf.Tensor2D {
            throw new UsageError('The critic "vaegan" has no classification head. Choose another with --critic.');
          },
        };
      },
    };
  },
});
