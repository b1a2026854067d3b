import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation } from '../energy.ts';
import { casesOf } from '../operation.ts';
import { concatenate, gather, pad, reshape, slice, tile, transpose } from '../reference/arrange.ts';
import { draw, type Values } from '../values.ts';

const group = 'arranging';
const SHAPE = [2, 3, 3, 4];

interface OfOne {
  readonly name: string;
  readonly shape?: readonly number[];
  compute(x: tf.Tensor): tf.Tensor;
  reference(x: Values): Values;
  readonly derivatives?: Operation['derivatives'];
}

const MARGINS: [number, number][] = [
  [0, 0],
  [1, 2],
  [0, 1],
  [0, 0],
];

const OF_ONE: readonly OfOne[] = [
  { name: 'reshape', compute: (x) => tf.reshape(x, [6, -1]), reference: (x) => reshape(x, [6, 12]) },
  ...[
    [0, 2, 3, 1],
    [3, 1, 2, 0],
    [1, 2, 0, 3],
    [3, 2, 1, 0],
  ].map((order) => ({
    name: `transpose to ${order.join(', ')}`,
    compute: (x: tf.Tensor) => tf.transpose(x, order),
    reference: (x: Values) => transpose(x, order),
  })),
  {
    name: 'transpose of a matrix',
    shape: [7, 5],
    compute: (x) => tf.transpose(x),
    reference: (x) => transpose(x, [1, 0]),
  },
  ...(
    [
      ['one sample', [1, 0, 0, 0], [1, 3, 3, 4]],
      ['a corner', [0, 1, 1, 2], [2, 2, 1, 2]],
      ['channels', [0, 0, 0, 1], [2, 3, 3, 2]],
    ] as const
  ).map(([name, begin, size]) => ({
    name: `slice: ${name}`,
    compute: (x: tf.Tensor) => tf.slice(x, [...begin], [...size]),
    reference: (x: Values) => slice(x, begin, size),
  })),
  {
    name: 'slice to the end',
    compute: (x) => tf.slice(x, [0, 1, 0, 0], [-1, -1, -1, -1]),
    reference: (x) => slice(x, [0, 1, 0, 0], [2, 2, 3, 4]),
  },
  {
    name: 'tile over an image',
    shape: [2, 1, 1, 4],
    compute: (x) => tf.tile(x, [1, 3, 3, 1]),
    reference: (x) => tile(x, [1, 3, 3, 1]),
  },
  { name: 'tile of samples', compute: (x) => tf.tile(x, [3, 1, 1, 1]), reference: (x) => tile(x, [3, 1, 1, 1]) },
  { name: 'pad', compute: (x) => tf.pad(x, MARGINS), reference: (x) => pad(x, MARGINS, 0) },
  {
    name: 'pad with ones',
    compute: (x) => tf.pad(x, MARGINS, 1),
    reference: (x) => pad(x, MARGINS, 1),
    derivatives: 0,
  },
  {
    name: 'gather samples',
    compute: (x) => tf.gather(x, [1, 0, 1]),
    reference: (x) => gather(x, [1, 0, 1], 0),
    derivatives: 0,
  },
  {
    name: 'gather channels',
    compute: (x) => tf.gather(x, [3, 0, 2], 3),
    reference: (x) => gather(x, [3, 0, 2], 3),
    derivatives: 0,
  },
  {
    name: 'split and concat the other way round',
    compute: (x) => tf.concat(tf.split(x, [1, 3], 3).toReversed(), 3),
    reference: (x) => concatenate([slice(x, [0, 0, 0, 1], [2, 3, 3, 3]), slice(x, [0, 0, 0, 0], [2, 3, 3, 1])], 3),
    derivatives: 1,
  },
  {
    name: 'unstack and stack along another axis',
    compute: (x) => tf.stack(tf.unstack(x, 1), 3),
    reference: (x) => transpose(x, [0, 2, 3, 1]),
    derivatives: 1,
  },
  { name: 'clone', compute: (x) => tf.clone(x), reference: (x) => x },
];

export function arrangingCases(): ConformanceCase[] {
  const axes = [0, 1, 3];
  return [...OF_ONE.map(ofOne), ...axes.map(concat), stack(), code()].flatMap(casesOf);
}

function ofOne({ name, shape = SHAPE, compute, reference, derivatives = 2 }: OfOne): Operation {
  return {
    group,
    name,
    inputs: [draw(name, shape)],
    compute: ([x]) => compute(x as tf.Tensor),
    reference: ([x]) => reference(x as Values),
    derivatives,
  };
}

function concat(axis: number): Operation {
  const name = `concat along ${axis}`;
  const shapes = [2, 1, 3].map((edge) => SHAPE.with(axis, edge));
  return {
    group,
    name,
    inputs: shapes.map((shape, index) => draw(`${name} ${index}`, shape)),
    compute: (parts) => tf.concat([...parts], axis),
    reference: (parts) => concatenate(parts, axis),
    derivatives: 2,
  };
}

function stack(): Operation {
  return {
    group,
    name: 'stack',
    inputs: [draw('stack a', [3, 4]), draw('stack b', [3, 4])],
    compute: (parts) => tf.stack([...parts]),
    reference: (parts) =>
      concatenate(
        parts.map((part) => reshape(part, [1, 3, 4])),
        0,
      ),
    derivatives: 1,
  };
}

/** How a decoder is given its code: spread over every position behind the features. */
function code(): Operation {
  const name = 'a code behind features';
  return {
    group,
    name,
    inputs: [draw(`${name} x`, [2, 3, 3, 4]), draw(`${name} code`, [2, 3])],
    compute: ([x, labels]) =>
      tf.concat([x as tf.Tensor, tf.tile(tf.reshape(labels as tf.Tensor, [2, 1, 1, 3]), [1, 3, 3, 1])], 3),
    reference: ([x, labels]) =>
      concatenate([x as Values, tile(reshape(labels as Values, [2, 1, 1, 3]), [1, 3, 3, 1])], 3),
    derivatives: 2,
  };
}
