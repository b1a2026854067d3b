import { fold, uniform, type RandomKey } from '@attgan/core';
import { fresh, initWeights } from '@attgan/kernels';
import { costOfReal, ganCriticLoss } from '@attgan/losses';
import { createStack, type StackParams } from '@attgan/nets';
import { adam, defineConstraint, type ConstraintForward, type PlayerValues } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { z } from 'zod';

const PLAYER = 'intensity-critic';
/** Draws are cheap, and more of them give the critic less sampling noise. */
const DRAWS_PER_FACE = 16;

/**
 * Makes the intensities of a batch look like draws from U(0, 1)ⁿ (section 3.2): a small critic tells them from such draws, and
 * the encoder learns to fool it, as in adversarial autoencoders (Makhzani et al. 2015).
 */
export const uniformIntensities = defineConstraint({
  name: 'uniform-intensities',
  summary: 'an adversary makes the intensities uniform on [0, 1] (section 3.2)',
  options: z.strictObject({
    weight: z
      .number()
      .positive()
      .default(10)
      .describe('weight of the generator’s term; at 1 the classification term outweighs it and pushes intensities up'),
    units: z.int().positive().default(256).describe('units of each of the critic’s two hidden layers'),
    learningRate: z
      .number()
      .positive()
      .default(1e-3)
      .describe('learning rate of the critic’s Adam; at a lower rate the critic lags behind the encoder'),
  }),
  create({ weight, units, learningRate }, { attributes }) {
    const hidden = { kind: 'dense', filters: units, activation: 0.2 } as const;
    const critic = createStack([hidden, hidden, { kind: 'dense', filters: 1 }], [1, 1, attributes], {
      epsilon: 1e-5,
      momentum: 0.1,
      initializer: 'xavier',
    });
    const judge = ({ players }: ConstraintForward, values: tf.Tensor2D): tf.Tensor => {
      const vectors = tf.reshape(values, [-1, 1, 1, attributes]) as tf.Tensor4D;
      return critic.run((players[PLAYER] as PlayerValues).params as StackParams, [], vectors, 'training').output;
    };
    return {
      players: [
        {
          name: PLAYER,
          optimizer: adam.create({ learningRate }),
          init: (key) => ({ params: initWeights(critic.weights.params, key), state: {} }),
        },
      ],
      objectives: [
        {
          player: PLAYER,
          terms: [
            {
              name: 'adversarial',
              weight: 1,
              value: (f) => ganCriticLoss(judge(f, drawn(f.labels.shape, f.key)), judge(f, f.intensities())),
            },
          ],
        },
      ],
      terms: [{ name: 'uniformity', weight, value: (f) => costOfReal(judge(f, f.intensities())) }],
    };
  },
});

function drawn(shape: [faces: number, attributes: number], key: RandomKey): tf.Tensor2D {
  const draws = shape[0] * DRAWS_PER_FACE;
  return fresh(fold(key, PLAYER), (by) => tf.tensor2d(uniform(by, draws * shape[1]), [draws, shape[1]]));
}
