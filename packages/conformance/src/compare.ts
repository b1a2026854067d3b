import type * as tf from '@tensorflow/tfjs-core';
import type { Deviation } from './case.ts';
import type { Values } from './values.ts';

/**
 * How far tensors are from what they should be: the worst of them, each relative to its largest magnitude.
 * @param names what each is, for the report
 */
export async function compare(
  actual: readonly tf.Tensor[],
  expected: readonly Values[],
  names: readonly string[] = [],
): Promise<Deviation> {
  let worst: Deviation = { off: 0 };
  for (const [index, values] of expected.entries()) {
    const deviation = await compareOne(actual[index], values, names[index] ?? `result ${index}`);
    if (deviation.off > worst.off || worst.where === undefined) worst = deviation;
  }
  return actual.length === expected.length
    ? worst
    : { off: Infinity, where: `${actual.length} results instead of ${expected.length}` };
}

async function compareOne(actual: tf.Tensor | undefined, { shape, data }: Values, name: string): Promise<Deviation> {
  if (actual === undefined) return { off: Infinity, where: `${name}: missing` };
  if (actual.shape.join() !== shape.join()) {
    return { off: Infinity, where: `${name}: shape [${actual.shape.join(', ')}] instead of [${shape.join(', ')}]` };
  }
  const off = farthest(await actual.data(), data);
  return { off, where: off === Infinity ? `${name}: not a number` : name };
}

/** Below this, what float64 differences make of zero is no magnitude. */
export const NOTHING = 1e-6;

/** Largest difference over largest magnitude expected; Infinity where NaN appears. */
export function farthest(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  let difference = 0;
  let magnitude = 0;
  for (let index = 0; index < expected.length; index++) {
    const apart = Math.abs((actual[index] as number) - (expected[index] as number));
    difference = Number.isNaN(apart) ? Infinity : Math.max(difference, apart);
    magnitude = Math.max(magnitude, Math.abs(expected[index] as number));
  }
  return difference / Math.max(magnitude, NOTHING);
}
