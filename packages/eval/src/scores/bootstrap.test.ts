import { normal, randomKey } from '@attgan/core';
import { expect, test } from 'vitest';
import { bootstrapMean, bootstrapStatistic } from './bootstrap.ts';

test('intervals of means hold the true mean about 95 times in 100', () => {
  let held = 0;
  for (let trial = 0; trial < 300; trial++) {
    const estimate = bootstrapMean(normal(randomKey(trial), 60, 2, 3), randomKey(1, trial), 400);
    if (estimate !== undefined && estimate.low <= 2 && 2 <= estimate.high) held += 1;
  }
  expect(held / 300).toBeGreaterThan(0.9);
  expect(held / 300).toBeLessThan(0.985);
});

test('what is not a number is left out, and nothing has no mean', () => {
  expect(bootstrapMean([NaN, 4, NaN, 4], randomKey(0))).toEqual({ value: 4, low: 4, high: 4, count: 2 });
  expect(bootstrapMean([NaN], randomKey(0))).toBeUndefined();
});

test('equal keys give equal intervals, other keys others', () => {
  const values = normal(randomKey(3), 50);
  expect(bootstrapMean(values, randomKey(1))).toEqual(bootstrapMean(values, randomKey(1)));
  expect(bootstrapMean(values, randomKey(2))).not.toEqual(bootstrapMean(values, randomKey(1)));
});

test('a statistic that resampling raises has an interval below it, within its bounds', () => {
  // How many positions are missing: 0 of all, about 37 % of a resample.
  const missing = (indices: Int32Array): number => 100 - new Set(indices).size;
  const { value, low, high } = bootstrapStatistic(100, missing, randomKey(0), 200);
  expect(value).toBe(0);
  expect(low).toBeLessThan(-25);
  expect(high).toBe(0);
  expect(bootstrapStatistic(100, missing, randomKey(0), 200, { atLeast: 0 }).low).toBe(0);
});

test('groups are resampled within themselves', () => {
  const strays = (indices: Int32Array): number =>
    [...indices].filter((index, at) => (at < 5 ? index >= 5 : index < 5 || index >= 12)).length;
  expect(bootstrapStatistic([5, 7], strays, randomKey(0), 50)).toEqual({ value: 0, low: 0, high: 0, count: 12 });
});
