import { fold, UsageError } from '@attgan/core';
import { disposeTree, type TensorTree } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import { defineCritic } from '../definitions.ts';
import { besideEach, createStack, type Block } from '../stack.ts';
import { part } from './parts-of.ts';
import { halvings, sizedOptions, widened } from './sized-options.ts';

/** IcGAN's discriminator: the code stands beside what the first convolution gives. Knows no attributes. */
export const icganCritic = defineCritic({
  name: 'icgan',
  summary: 'conditional discriminator of IcGAN: judges faces together with their labels',
  options: sizedOptions,
  create({ size, width }, attributes) {
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
      // Batches normalise themselves; nothing judges in inference mode, so averages are not kept.
      init(key) {
        const made = { bottom: bottom.init(fold(key, 'bottom')), top: top.init(fold(key, 'top')) };
        disposeTree(made.top.state);
        return { bottom: made.bottom.params, top: made.top.params };
      },
      apply(params, faces, code) {
        if (code === undefined) throw new UsageError('The critic "icgan" has to be told what faces claim to be.');
        const run = (stack: typeof top, name: string, x: tf.Tensor4D): tf.Tensor4D =>
          stack.run(part(params, name), [] as TensorTree, x, 'training').output;
        const seen = besideEach(run(bottom, 'bottom', faces), code);
        return {
          adversarial: tf.reshape(run(top, 'top', seen), [-1, 1]) as tf.Tensor2D,
          get attributes(): tf.Tensor2D {
            throw new UsageError('The critic "icgan" reads no attributes. Choose another with --critic.');
          },
        };
      },
    };
  },
});
