import { normActivation, type NormAttributes, type NormKind } from '@attgan/kernels';
import type * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation } from '../energy.ts';
import { casesOf } from '../operation.ts';
import { normActivation as reference } from '../reference/normalise.ts';
import { draw, type Values } from '../values.ts';

const group = 'normalisation';

const EXAMPLES: readonly (readonly [NormKind, shape: readonly number[], slope: number])[] = [
  ['batch', [3, 3, 2, 3], 0.2],
  ['batch', [3, 2, 3, 3], 0],
  ['batch', [3, 2, 2, 4], 1],
  ['layer', [2, 3, 3, 3], 0.2],
  ['layer', [2, 2, 3, 4], 1],
  ['layer', [3, 7], 0.2],
  ['layer', [3, 8], 0],
  ['instance', [2, 3, 3, 4], 0.01],
  ['instance', [2, 3, 4, 3], 0.2],
];

/** Normalisation with activation in its kinds, and its two derivatives; then with values far from zero. */
export function normalisationCases(): ConformanceCase[] {
  const far = (['batch', 'layer', 'instance'] as const).map((kind) => example(kind, [4, 5, 5, 3], 0.2, 30));
  return [...EXAMPLES.map(([kind, shape, slope]) => example(kind, shape, slope, 0)), ...far].flatMap(casesOf);
}

/** @param centre around which the values lie, two wide; variances taken as differences of large numbers show here */
function example(kind: NormKind, shape: readonly number[], slope: number, centre: number): Operation {
  const attributes: NormAttributes = { kind, epsilon: 1e-3, slope };
  const name = `${kind} of [${shape.join(', ')}], slope ${slope}${centre === 0 ? '' : `, around ${centre}`}`;
  const channels = [shape.at(-1) as number];
  return {
    group,
    name,
    inputs: [
      draw(`${name} x`, shape, centre - 1, centre + 1),
      draw(`${name} gain`, channels, 0.5, 1.5),
      draw(`${name} bias`, channels, -0.5, 0.5),
    ],
    compute: ([x, gain, bias]) =>
      normActivation(x as tf.Tensor, gain as tf.Tensor1D, bias as tf.Tensor1D, attributes).output,
    reference: ([x, gain, bias], kinks) => reference(x as Values, gain as Values, bias as Values, attributes, kinks),
    derivatives: centre === 0 ? 2 : 0,
    ...(centre !== 0 && { tolerance: [1e-4, 1e-4] as const }),
  };
}
