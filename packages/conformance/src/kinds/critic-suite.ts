import { AttganError } from '@attgan/core';
import { disposeTree } from '@attgan/kernels';
import type { Critic, Judgement } from '@attgan/nets';
import { differentiate } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { farthest } from '../compare.ts';
import { checkWeights } from './check-weights.ts';
import { demand, demandFinite } from './demand.ts';
import { ATTRIBUTES, casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { drawn, drawnFaces, read, unreached } from './probes.ts';
import { compareSecondDerivatives, judge, paramsOf } from './second-derivatives.ts';

interface Subject extends Described<'critic'> {
  readonly critic: Critic;
}

const FACES = 3;

/** The attribute logits, of critics that read attributes; those that read none say so when they are asked. */
function attributesOf(judgement: Judgement): tf.Tensor2D | undefined {
  try {
    return judgement.attributes;
  } catch (error) {
    if (error instanceof AttganError) return undefined;
    throw error;
  }
}

/** The heads of the first faces, as numbers. */
async function logits(critic: Critic, count: number): Promise<Float32Array[]> {
  const params = paramsOf(critic);
  const all = drawnFaces('faces', FACES, critic.size);
  const heads = tf.tidy(() => {
    const judgement = judge(critic, params, tf.slice(all, 0, count));
    const attributes = attributesOf(judgement);
    return [judgement.adversarial, ...(attributes === undefined ? [] : [attributes])].map((head) =>
      tf.clone<tf.Tensor>(head),
    );
  });
  const widths = [1, critic.attributes];
  const wrong = heads.findIndex(({ shape }, head) => shape.join() !== [count, widths[head]].join());
  const shape = heads[wrong]?.shape;
  const values = await Promise.all(heads.map(read));
  all.dispose();
  disposeTree(params);
  demand(
    wrong < 0,
    `its ${wrong === 0 ? 'adversarial' : 'attribute'} logits are [${shape?.join()}] instead of [${count}, ${widths[wrong]}]`,
  );
  return values;
}

/** What every critic must satisfy: logits of both heads, and derivatives twice over. */
export const criticSuite: KindSuite<'critic', Subject> = {
  kind: 'critic',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {}, attributes = ATTRIBUTES } = setting;
    return { definition, options, setting, critic: definition.create(options as never, attributes.length) };
  },
  cases: casesIn<Subject>('critic', {
    'says what it is made for': async ({ definition, options, setting, critic }) => {
      const { attributes = ATTRIBUTES } = setting;
      demand(
        critic.attributes === attributes.length,
        `is for ${critic.attributes} attributes, not ${attributes.length}`,
      );
      const size = definition.imageSize?.(options as never);
      demand(size === undefined || size === critic.size, `imageSize says ${size}, the network ${critic.size}`);
    },
    'draws weights of the shapes that it says, the same from the same key': ({ critic }) =>
      checkWeights(critic.weights),
    'gives a logit for each face, and one for each attribute of it, finite': async ({ critic }) => {
      for (const count of [1, FACES]) {
        for (const head of await logits(critic, count)) demandFinite(head, 'the logits');
      }
    },
    'judges each face by itself': {
      tolerance: 1e-4,
      without: ({ critic }) => (critic.perSample === true ? undefined : 'it judges faces together'),
      run: async ({ critic }) => {
        const [alone, together] = [await logits(critic, 1), await logits(critic, FACES)];
        const off = alone.map((values, head) =>
          farthest(values, (together[head] as Float32Array).subarray(0, values.length)),
        );
        return {
          off: Math.max(...off),
          where: 'perSample, but a face alone is judged unlike the same face in a batch',
        };
      },
    },
    'lets gradients reach every parameter': {
      needs: 'training',
      run: async ({ critic }) => {
        const params = paramsOf(critic);
        const faces = drawnFaces('faces', FACES, critic.size);
        const slopes = differentiate(params, () => {
          const judgement = judge(critic, params, faces);
          const { adversarial, similarity } = judgement;
          // Weighed by face: a sum of logits would be constant where they are normalised over the batch.
          const weights = drawn<tf.Rank.R2>('weights', [FACES, 1]);
          const others = [attributesOf(judgement), similarity && tf.reshape(similarity, [FACES, -1])];
          const parts = [adversarial, ...others.filter((part) => part !== undefined)];
          return tf.addN(parts.map((part) => tf.mean(tf.mul(part, weights)))) as tf.Scalar;
        });
        const idle = await unreached(params, slopes);
        faces.dispose();
        disposeTree(params);
        demand(idle.length === 0, `no gradient reaches ${idle.slice(0, 5).join(', ')}`);
      },
    },
    'is differentiated twice as differences of its gradient say': {
      needs: 'secondOrder',
      tolerance: 0.05,
      run: ({ critic }) => compareSecondDerivatives(critic),
    },
  }),
};
