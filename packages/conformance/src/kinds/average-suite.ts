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

/** The average after step 3 of two tensors of other sizes joined as it says they may be, and what it is of each of the two. */
async function joinedAndApart({ average }: Subject): Promise<[Float32Array, Float32Array]> {
  const pairs = [SHAPE, [1, 5] as [number, number]].map((shape) =>
    ['average', 'parameter'].map((name) => drawn<tf.Rank.R2>(`${name} ${shape.join()}`, shape)),
  );
  const flat = (tensor: tf.Tensor): tf.Tensor =>
    tf.reshape(tensor, average?.elementwise === 'same rank' ? [-1, 1] : [-1]);
  const after = (before: tf.Tensor, parameter: tf.Tensor): tf.Tensor =>
    average?.update(before, parameter, { step: 3, learningRate: 1e-3 }) as tf.Tensor;
  const apart = tf.tidy(() =>
    tf.concat(pairs.map(([before, parameter]) => flat(after(before as tf.Tensor, parameter as tf.Tensor)))),
  );
  const joined = tf.tidy(() => {
    const [before, parameter] = [0, 1].map((at) => tf.concat(pairs.map((pair) => flat(pair[at] as tf.Tensor))));
    return after(before as tf.Tensor, parameter as tf.Tensor);
  });
  tf.dispose(pairs);
  return [await read(joined), await read(apart)];
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
      'averages tensors joined as it says they may be: as one by one, bit for bit': {
        without: ({ average }) => {
          if (average === undefined) return 'it averages nothing';
          return average.elementwise === undefined ? 'it does not say that it is elementwise' : undefined;
        },
        async run(subject) {
          const [joined, apart] = await joinedAndApart(subject);
          demand(equalBits(joined, apart), 'joined, it gives different averages: leave `elementwise` out');
        },
      },
    },
    { without: ({ average }) => (average === undefined ? 'it averages nothing' : undefined) },
  ),
};
