import type { Average } from '@attgan/training';
import * as tf from '@tensorflow/tfjs-core';
import { demand, demandFinite, equalBits } from './demand.ts';
import { casesIn, type Described, type KindSuite } from './kind-suite.ts';
import { drawn, read } from './probes.ts';

interface Subject extends Described<'average'> {
  readonly average: Average | undefined;
}

const SHAPE: [number, number] = [3, 2];
const STEPS = [1, 2, 10, 1000];

/** The average and the parameter before, and the average after, as numbers. */
async function update({ average }: Subject, step: number): Promise<[Float32Array, Float32Array, Float32Array]> {
  const [before, parameter] = [drawn<tf.Rank.R2>('average', SHAPE), drawn<tf.Rank.R2>('parameter', SHAPE)];
  const after = tf.tidy(() => average?.update(before, parameter, { step, learningRate: 1e-3 }) as tf.Tensor);
  demand(after !== before && after !== parameter, 'it returns a tensor that it was given: return a new one');
  demand(after.shape.join() === SHAPE.join(), `[${SHAPE.join(', ')}] becomes [${after.shape.join(', ')}]`);
  return [await read(before), await read(parameter), await read(after)];
}

/** What every average of parameters must satisfy: it lies between what it was and what the parameters are. */
export const averageSuite: KindSuite<'average', Subject> = {
  kind: 'average',
  tensors: true,
  open: async (definition, setting) => {
    const { options = {} } = setting;
    return { definition, options, setting, average: definition.create(options) };
  },
  cases: casesIn<Subject>(
    'average',
    {
      'keeps shapes, stays finite, and lies between the average before and the parameter': async (subject) => {
        for (const step of STEPS) {
          const [before, parameter, after] = await update(subject, step);
          demandFinite(after, `the average after step ${step}`);
          const outside = after.findIndex((value, at) => {
            const [low, high] = [before[at] as number, parameter[at] as number].sort((a, b) => a - b);
            return value < (low as number) - 1e-5 || value > (high as number) + 1e-5;
          });
          demand(
            outside < 0,
            `after step ${step} it is ${after[outside]}, of ${before[outside]} and the parameter ${parameter[outside]}`,
          );
        }
      },
      'gives the same, bit for bit, for the same step': async (subject) => {
        const [first, second] = [await update(subject, 3), await update(subject, 3)];
        demand(equalBits(first[2], second[2]), 'asked twice, it gives different averages');
      },
    },
    { without: ({ average }) => (average === undefined ? 'it averages nothing' : undefined) },
  ),
};
