import { UsageError } from '@attgan/core';
import * as tf from '@tensorflow/tfjs-core';
import { defineCritic, type Critic } from '../definitions.ts';
import { besideEach, createStack, type Block, type StackParams } from '../stack.ts';
import { stackWeights } from './parts-of.ts';
import { halvings, sizedOptions, widened } from './sized-options.ts';

type Params = { readonly bottom: StackParams; readonly top: StackParams };

/** IcGAN's discriminator: the code is concatenated to the output of the first convolution. It has no classification head. */
export const icganCritic = defineCritic({
  name: 'icgan',
  summary: 'conditional discriminator of IcGAN: judges faces together with labels',
  options: sizedOptions,
  imageSize: ({ size }) => size,
  create({ size, width }, attributes): Critic<Params> {
    const layer = { kind: 'convolution', kernel: 4, stride: 2, activation: 0.2 } as const;
    const [first, ...others] = widened(
      Array.from({ length: halvings(size, 4) }, (_, index): Block => ({
        ...layer,
        filters: 64 << index,
        norm: index > 0,
      })),
      width,
    ) as [Block, ...Block[]];
    const options = { epsilon: 1e-5, momentum: 0.1, initializer: 'dcgan' } as const;
    const bottom = createStack([first], [size, size, 3], options);
    const [height, breadth, channels] = bottom.output;
    const top = createStack(
      [...others, { kind: 'dense', filters: 1 }],
      [height, breadth, channels + attributes],
      options,
    );
    return {
      size,
      attributes,
      conditional: true,
      features: bottom.features + top.features,
      // Normalised by batch statistics; it is never used in inference mode, so no averages are kept.
      weights: stackWeights({ bottom, top }).params,
      apply(params, faces, code) {
        if (code === undefined)
          throw new UsageError('The critic "icgan" needs a code for each face. Choose another with --critic.');
        const seen = besideEach(bottom.run(params.bottom, [], faces, 'training').output, code);
        const { output } = top.run(params.top, [], seen, 'training');
        return {
          adversarial: tf.reshape(output, [-1, 1]) as tf.Tensor2D,
          get attributes(): tf.Tensor2D {
            throw new UsageError('The critic "icgan" has no classification head. Choose another with --critic.');
          },
        };
      },
    };
  },
});
