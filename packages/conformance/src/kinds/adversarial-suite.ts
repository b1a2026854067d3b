import type { Adversarial, SlopeContext } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { demand, demandFinite } from './demand.ts';
import { casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { drawn, drawnFaces, keyOf, read, scalarOf } from './probes.ts';

interface Subject extends Described<'adversarial'> {
  readonly adversarial: Adversarial;
}

/** Logits of a critic that is not sure: small, so that every loss has a slope there. */
const logits = (name: string): tf.Tensor => drawn<tf.Rank.R2>(name, [4, 1], 0.1, 0.4);

/** The mean of the gradient for each input. */
async function slopes(loss: (...inputs: tf.Tensor[]) => tf.Scalar, inputs: tf.Tensor[]): Promise<number[]> {
  const gradients = tf.tidy(() =>
    tf
      .grads((...each: tf.Tensor[]) => loss(...each))(inputs)
      .map((one) => tf.mean(one)),
  );
  const means: number[] = [];
  for (const gradient of gradients) means.push((await read(gradient))[0] as number);
  tf.dispose(inputs);
  return means;
}

/** Where a penalty looks: between two batches of faces, at a critic that is linear in its weights. */
function placeOf(weights: tf.Tensor, real: tf.Tensor4D, edited: tf.Tensor4D): SlopeContext {
  return {
    critic: (x) => tf.sum(tf.mul(tf.mul(x, tf.add(1, x)), weights), [1, 2, 3]),
    real,
    edited: () => edited,
    position: () => drawn<tf.Rank.R1>('position', [real.shape[0]], 0, 1),
    key: keyOf('penalty'),
  };
}

/** The penalty and its gradient for the critic's weights. */
async function penaltyAt(
  { adversarial }: Subject,
  weights: tf.Tensor,
): Promise<[value: number, gradient: Float32Array]> {
  const [real, edited] = [drawnFaces('real', 3, 8), drawnFaces('edited', 3, 8)];
  const found = tf.tidy(() =>
    tf.valueAndGrad((own: tf.Tensor) => adversarial.penalty?.value(placeOf(own, real, edited)) as tf.Scalar)(weights),
  );
  const value = await scalarOf(found.value, 'the penalty');
  const gradient = await read(found.grad);
  tf.dispose([real, edited, weights]);
  return [value, gradient];
}

const withoutPenalty = ({ adversarial }: Subject): string | undefined =>
  adversarial.penalty === undefined ? 'it has no penalty' : undefined;

/** What every adversarial must satisfy: losses that pull the critic's logits apart, and the edits' logits up. */
export const adversarialSuite: KindSuite<'adversarial', Subject> = {
  kind: 'adversarial',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {} } = setting;
    return { definition, options, setting, adversarial: definition.create(options) };
  },
  cases: casesIn<Subject>('adversarial', {
    'gives scalars, finite for logits far out': async ({ adversarial }) => {
      for (const reach of [1, 60]) {
        const [real, edited] = [drawn<tf.Rank.R2>('real', [4, 1], -reach, reach), tf.fill([4, 1], -reach)];
        await scalarOf(adversarial.criticLoss(real, edited), 'the critic’s loss');
        await scalarOf(adversarial.generatorLoss(edited), 'the generator’s loss');
        tf.dispose([real, edited]);
      }
    },
    'takes logits of a feature map': async ({ adversarial }) => {
      const [real, edited] = [drawn<tf.Rank.R4>('real', [2, 3, 3, 1]), drawn<tf.Rank.R4>('edited', [2, 3, 3, 1])];
      await scalarOf(adversarial.criticLoss(real, edited), 'the critic’s loss');
      await scalarOf(adversarial.generatorLoss(edited), 'the generator’s loss');
      tf.dispose([real, edited]);
    },
    'raises the critic’s logits of real faces and lowers those of edits': {
      needs: 'training',
      run: async ({ adversarial }) => {
        const [real, edited] = await slopes(
          (a, b) => adversarial.criticLoss(a as tf.Tensor, b as tf.Tensor),
          [logits('real'), logits('edited')],
        );
        demand((real as number) < 0, `the gradient for logits of real faces is ${real}: it should be below 0`);
        demand((edited as number) > 0, `the gradient for logits of edits is ${edited}: it should be above 0`);
      },
    },
    'lets the generator raise the logits of its edits': {
      needs: 'training',
      run: async ({ adversarial }) => {
        const [edited] = await slopes((a) => adversarial.generatorLoss(a as tf.Tensor), [logits('edited')]);
        demand((edited as number) < 0, `the gradient for logits of edits is ${edited}: it should be below 0`);
      },
    },
    'has a penalty with a weight, finite, whose gradient reaches the critic': {
      needs: 'secondOrder',
      without: withoutPenalty,
      run: async (subject) => {
        const weight = subject.adversarial.penalty?.weight as number;
        demand(Number.isFinite(weight) && weight >= 0, `its weight is ${weight}`);
        const [value, gradient] = await penaltyAt(subject, drawn<tf.Rank.R3>('weights', [8, 8, 3]));
        demand(value >= 0, `is ${value}`);
        demandFinite(gradient, 'its gradient for the critic');
        demand(
          gradient.some((slope) => slope !== 0),
          'its gradient for the critic is 0',
        );
      },
    },
    'has a penalty that stays finite where the critic is flat': {
      needs: 'secondOrder',
      without: withoutPenalty,
      run: async (subject) => {
        const [, gradient] = await penaltyAt(subject, tf.zeros([8, 8, 3]));
        demandFinite(gradient, 'its gradient for the critic');
      },
    },
    'clips the critic’s parameters to a bound above 0': {
      without: ({ adversarial }) => (adversarial.clip === undefined ? 'it clips nothing' : undefined),
      run: async ({ adversarial: { clip } }) => {
        demand(Number.isFinite(clip) && (clip as number) > 0, `the bound is ${clip}`);
      },
    },
  }),
};
