import * as tf from '@tensorflow/tfjs-core';
import type { ConformanceCase } from '../case.ts';
import type { Operation } from '../energy.ts';
import { casesOf } from '../operation.ts';
import { multiply } from '../reference/arithmetic.ts';
import { draw, type Values } from '../values.ts';

const group = 'products';

/** Rows, inner and columns: square and slim, a single row, a single column. */
const SIZES = [
  [4, 3, 5],
  [1, 7, 3],
  [5, 6, 1],
] as const;
const TURNS = [
  [false, false],
  [true, false],
  [false, true],
  [true, true],
] as const;

/** Matrix products with every transposition; those of a row of matrices too. */
export function productCases(): ConformanceCase[] {
  const plain = SIZES.flatMap((size) => TURNS.map((turn) => product([], size, turn)));
  return [...plain, ...TURNS.map((turn) => product([3], SIZES[0], turn))].flatMap(casesOf);
}

function product(
  batch: readonly number[],
  [rows, inner, columns]: readonly [number, number, number],
  [transposeA, transposeB]: readonly [boolean, boolean],
): Operation {
  const a = [...batch, ...(transposeA ? [inner, rows] : [rows, inner])];
  const b = [...batch, ...(transposeB ? [columns, inner] : [inner, columns])];
  const name = `[${a.join(', ')}]${transposeA ? 'ᵀ' : ''} · [${b.join(', ')}]${transposeB ? 'ᵀ' : ''}`;
  return {
    group,
    name,
    inputs: [draw(`${name} a`, a), draw(`${name} b`, b)],
    compute: ([x, y]) => tf.matMul(x as tf.Tensor, y as tf.Tensor, transposeA, transposeB),
    reference: ([x, y]) => multiply(x as Values, y as Values, transposeA, transposeB),
    derivatives: 2,
  };
}
