import type * as tf from '@tensorflow/tfjs-core';

export const GROUPS = ['forward', 'gradients', 'losses', 'parameters'] as const;
export type Group = (typeof GROUPS)[number];

/** How far a group may be off: relative to a tensor's largest magnitude, to the loss, or absolute for parameters. */
export const TOLERANCES: Readonly<Record<Group, number>> = {
  forward: 1e-4,
  gradients: 1e-3,
  losses: 1e-3,
  parameters: 1e-4,
};

export interface Deviation {
  readonly group: Group;
  readonly name: string;
  readonly off: number;
}

/** The largest difference, divided by the largest magnitude expected unless `absolute`. NaN counts as infinite. */
export async function deviation(
  group: Group,
  name: string,
  actual: tf.Tensor,
  expected: tf.Tensor,
): Promise<Deviation> {
  const [ours, theirs] = await Promise.all([actual.data(), expected.data()]);
  let difference = 0;
  let magnitude = 0;
  for (let index = 0; index < theirs.length; index++) {
    const apart = Math.abs((ours[index] as number) - (theirs[index] as number));
    difference = Number.isNaN(apart) ? Infinity : Math.max(difference, apart);
    magnitude = Math.max(magnitude, Math.abs(theirs[index] as number));
  }
  return { group, name, off: group === 'parameters' ? difference : difference / Math.max(magnitude, 1e-12) };
}

/** |actual − expected| / max(|expected|, 0.01) */
export function lossDeviation(name: string, actual: number | undefined, expected: number): Deviation {
  const off = Math.abs((actual ?? Infinity) - expected) / Math.max(Math.abs(expected), 0.01);
  return { group: 'losses', name, off: Number.isNaN(off) ? Infinity : off };
}
