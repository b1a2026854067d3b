import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation } from '../energy.ts';
import { casesOf } from '../operation.ts';
import { mean, reduce, sum } from '../reference/arithmetic.ts';
import { draw, map, type Values } from '../values.ts';

const group = 'reductions';

const SHAPE = [2, 3, 2, 4];
/** A sample's values, a channel's, a channel's of a sample, the channels, all. */
const AXES = [[1, 2, 3], [0, 1, 2], [1, 2], [3], [0, 1, 2, 3]] as const;

export function reductionCases(): ConformanceCase[] {
  const each = AXES.flatMap((axes) =>
    [false, true].flatMap((keep) => [
      reduction('sum', axes, keep, (x) => tf.sum(x, [...axes], keep), sum),
      reduction('mean', axes, keep, (x) => tf.mean(x, [...axes], keep), mean),
    ]),
  );
  return [...each, variance(), ...[[3], [0, 1, 2, 3]].flatMap(extremes), norm()].flatMap(casesOf);
}

function reduction(
  kind: string,
  axes: readonly number[],
  keep: boolean,
  compute: (x: tf.Tensor) => tf.Tensor,
  combine: (numbers: readonly number[]) => number,
): Operation {
  const name = `${kind} over ${axes.join(', ')}${keep ? ', kept' : ''}`;
  return {
    group,
    name,
    inputs: [draw(name, SHAPE)],
    compute: ([x]) => compute(x as tf.Tensor),
    reference: ([x]) => reduce(x as Values, axes, keep, combine),
    derivatives: 2,
  };
}

function variance(): Operation {
  const axes = [0, 1, 2];
  return {
    group,
    name: 'moments: variance of a channel',
    inputs: [draw('moments', SHAPE)],
    compute: ([x]) => tf.moments(x as tf.Tensor, axes).variance,
    reference: ([x]) =>
      reduce(x as Values, axes, false, (numbers) => {
        const centre = mean(numbers);
        return mean(numbers.map((number) => (number - centre) ** 2));
      }),
    derivatives: 2,
  };
}

function extremes(axes: readonly number[]): Operation[] {
  const one = (
    kind: string,
    compute: (x: tf.Tensor) => tf.Tensor,
    choose: (...numbers: number[]) => number,
    derivatives: 0 | 1,
  ): Operation => {
    const name = `${kind} over ${axes.join(', ')}`;
    return {
      group,
      name,
      inputs: [draw(name, SHAPE)],
      compute: ([x]) => compute(x as tf.Tensor),
      reference: ([x], kinks) =>
        reduce(x as Values, axes, false, (numbers) => {
          const place = kinks.decide(() => numbers.indexOf(choose(...numbers)));
          return numbers[place] as number;
        }),
      derivatives,
    };
  };
  return [one('max', (x) => tf.max(x, [...axes]), Math.max, 1), one('min', (x) => tf.min(x, [...axes]), Math.min, 0)];
}

/** What a norm of a sample is made of. */
function norm(): Operation {
  const name = 'norm of a sample';
  return {
    group,
    name,
    inputs: [draw(name, SHAPE)],
    compute: ([x]) => tf.sqrt(tf.add(tf.sum(tf.square(x as tf.Tensor), [1, 2, 3]), 1e-12)),
    reference: ([x]) =>
      map(
        reduce(x as Values, [1, 2, 3], false, (all) => sum(all.map((one) => one * one))),
        (total) => Math.sqrt(total + 1e-12),
      ),
    derivatives: 1,
  };
}
