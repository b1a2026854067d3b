import { leakyRelu as ourLeakyRelu } from '@attgan/kernels';
import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Kinks } from '../kinks.ts';
import type { Operation } from '../energy.ts';
import { casesOf } from '../operation.ts';
import { broadcast } from '../reference/arithmetic.ts';
import { leakyRelu } from '../reference/normalise.ts';
import { draw, map, type Values } from '../values.ts';

const group = 'elementwise';

interface Unary {
  readonly name: string;
  compute(x: tf.Tensor): tf.Tensor;
  reference(x: number): number;
  readonly range: readonly [low: number, high: number];
  readonly derivatives: Operation['derivatives'];
}

const UNARY: readonly Unary[] = [
  { name: 'neg', compute: tf.neg, reference: (x) => -x, range: [-2, 2], derivatives: 2 },
  { name: 'square', compute: tf.square, reference: (x) => x * x, range: [-2, 2], derivatives: 2 },
  // One more than the root: the square of the root alone has no curvature.
  {
    name: 'sqrt and one',
    compute: (x) => tf.add(tf.sqrt(x), 1),
    reference: (x) => Math.sqrt(x) + 1,
    range: [0.2, 4],
    derivatives: 2,
  },
  { name: 'sqrt', compute: tf.sqrt, reference: Math.sqrt, range: [0.2, 4], derivatives: 1 },
  { name: 'rsqrt', compute: tf.rsqrt, reference: (x) => 1 / Math.sqrt(x), range: [0.2, 4], derivatives: 0 },
  { name: 'exp', compute: tf.exp, reference: Math.exp, range: [-3, 2], derivatives: 2 },
  { name: 'log', compute: tf.log, reference: Math.log, range: [0.2, 4], derivatives: 2 },
  { name: 'log1p', compute: tf.log1p, reference: Math.log1p, range: [-0.5, 4], derivatives: 2 },
  { name: 'log1p of small numbers', compute: tf.log1p, reference: Math.log1p, range: [1e-7, 1e-6], derivatives: 0 },
  { name: 'tanh', compute: tf.tanh, reference: Math.tanh, range: [-3, 3], derivatives: 2 },
  { name: 'tanh far out', compute: tf.tanh, reference: Math.tanh, range: [-200, 200], derivatives: 0 },
  { name: 'sigmoid', compute: tf.sigmoid, reference: sigmoid, range: [-4, 4], derivatives: 2 },
  { name: 'sigmoid far out', compute: tf.sigmoid, reference: sigmoid, range: [-200, 200], derivatives: 0 },
  { name: 'softplus', compute: tf.softplus, reference: (x) => Math.log1p(Math.exp(x)), range: [-4, 4], derivatives: 2 },
  { name: 'sign', compute: tf.sign, reference: Math.sign, range: [-1, 1], derivatives: 0 },
  {
    name: 'greater',
    compute: (x) => tf.greater(x, 0.2),
    reference: (x) => (x > 0.2 ? 1 : 0),
    range: [-1, 1],
    derivatives: 0,
  },
  {
    name: 'cast of truths to numbers',
    compute: (x) => tf.mul(tf.cast(tf.greater(x, 0.2), 'float32'), 0.5),
    reference: (x) => (x > 0.2 ? 0.5 : 0),
    range: [-1, 1],
    derivatives: 0,
  },
  {
    name: 'cast to int32 and back',
    compute: (x) => tf.cast(tf.cast(x, 'int32'), 'float32'),
    reference: Math.trunc,
    range: [-9, 9],
    derivatives: 0,
  },
  { name: 'zerosLike', compute: tf.zerosLike, reference: () => 0, range: [-1, 1], derivatives: 0 },
  { name: 'onesLike', compute: tf.onesLike, reference: () => 1, range: [-1, 1], derivatives: 0 },
];

/** Two pieces that meet at zero: how tfjs and we write them, and the slope of the negative piece. */
const BENT: readonly (readonly [string, (x: tf.Tensor) => tf.Tensor, slope: number, Operation['derivatives']])[] = [
  ['relu', tf.relu, 0, 2],
  ['leakyRelu of TensorFlow.js', (x) => tf.leakyRelu(x, 0.2), 0.2, 1],
  ['attgan/LeakyRelu 0.2', (x) => ourLeakyRelu(x, 0.2), 0.2, 2],
  ['attgan/LeakyRelu 0.01', (x) => ourLeakyRelu(x, 0.01), 0.01, 2],
  ['attgan/LeakyRelu 0', (x) => ourLeakyRelu(x, 0), 0, 2],
  ['abs', tf.abs, -1, 2],
];

type Pair = readonly [a: readonly number[], b: readonly number[]];
const SAME: Pair = [
  [2, 3, 4],
  [2, 3, 4],
];
const CHANNELS: Pair = [[2, 3, 2, 5], [5]];
const SAMPLES: Pair = [
  [3, 2, 2, 4],
  [3, 1, 1, 1],
];
const BOTH: Pair = [
  [2, 1, 4],
  [3, 1],
];
const SCALAR: Pair = [[7], []];

type Binary = readonly [string, (a: tf.Tensor, b: tf.Tensor) => tf.Tensor, (a: number, b: number) => number];
const BINARY: readonly Binary[] = [
  ['add', tf.add, (a, b) => a + b],
  ['sub', tf.sub, (a, b) => a - b],
  ['mul', tf.mul, (a, b) => a * b],
  ['div', tf.div, (a, b) => a / b],
];

export function elementwiseCases(): ConformanceCase[] {
  const pairs = [SAME, CHANNELS, SAMPLES, BOTH, SCALAR];
  return [
    ...UNARY.map(unary),
    ...BENT.map(bent),
    ...BINARY.flatMap((operation) => pairs.map((pair) => binary(operation, pair))),
    extreme('maximum', tf.maximum, Math.max),
    extreme('minimum', tf.minimum, Math.min),
    select(),
    addN(),
  ].flatMap(casesOf);
}

function unary({ name, compute, reference, range, derivatives }: Unary): Operation {
  return {
    group,
    name,
    inputs: [draw(name, [2, 3, 7], ...range)],
    compute: ([x]) => compute(x as tf.Tensor),
    reference: ([x]) => map(x as Values, reference),
    derivatives,
  };
}

function bent([name, compute, slope, derivatives]: (typeof BENT)[number]): Operation {
  return {
    group,
    name,
    inputs: [draw(name, [2, 3, 3, 5])],
    compute: ([x]) => compute(x as tf.Tensor),
    reference: ([x], kinks) => leakyRelu(x as Values, slope, kinks),
    derivatives,
  };
}

function binary([name, compute, reference]: Binary, [a, b]: Pair): Operation {
  const title = `${name} [${a.join(', ')}] and [${b.join(', ')}]`;
  return {
    group,
    name: title,
    inputs: [draw(`${title} a`, a, -2, 2), draw(`${title} b`, b, 0.5, 2)],
    compute: ([x, y]) => compute(x as tf.Tensor, y as tf.Tensor),
    reference: ([x, y]) => broadcast(x as Values, y as Values, reference),
    derivatives: 2,
  };
}

function extreme(name: string, compute: Binary[1], choose: Binary[2]): Operation {
  return {
    group,
    name,
    inputs: [draw(`${name} a`, [3, 4]), draw(`${name} b`, [3, 4])],
    compute: ([a, b]) => compute(a as tf.Tensor, b as tf.Tensor),
    reference: ([a, b], kinks) => choice(a as Values, b as Values, kinks, (x, y) => choose(x, y) === x),
    derivatives: 1,
  };
}

function select(): Operation {
  return {
    group,
    name: 'where',
    inputs: [draw('where a', [3, 4]), draw('where b', [3, 4])],
    compute: ([a, b]) => tf.where(tf.greater(a as tf.Tensor, b as tf.Tensor), a as tf.Tensor, b as tf.Tensor),
    reference: ([a, b], kinks) => choice(a as Values, b as Values, kinks, (x, y) => x > y),
    derivatives: 0,
  };
}

function addN(): Operation {
  return {
    group,
    name: 'addN',
    inputs: [draw('addN a', [3, 4]), draw('addN b', [3, 4]), draw('addN c', [3, 4])],
    compute: (all) => tf.addN([...all]),
    reference: ([a, b, c]) =>
      broadcast(
        broadcast(a as Values, b as Values, (x, y) => x + y),
        c as Values,
        (x, y) => x + y,
      ),
    derivatives: 1,
  };
}

function choice(a: Values, b: Values, kinks: Kinks, first: (a: number, b: number) => boolean): Values {
  const firsts = kinks.decide(() => [...a.data].map((x, index) => first(x, b.data[index] as number)));
  return broadcast(a, b, (x, y, index) => (firsts[index] === true ? x : y));
}

function sigmoid(x: number): number {
  return 1 / (1 + Math.exp(-x));
}
