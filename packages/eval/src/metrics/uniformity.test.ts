import { expect, test } from 'vitest';
import { distanceFromUniform } from './uniformity.ts';

test('values in the middle of even intervals are as near to uniform as can be', () => {
  expect(distanceFromUniform([0.125, 0.375, 0.625, 0.875])).toBeCloseTo(0.125);
});

test('one value alone, and values all at one end, are far', () => {
  expect(distanceFromUniform([0.5])).toBeCloseTo(0.5);
  expect(distanceFromUniform([0, 0, 0])).toBe(1);
  expect(distanceFromUniform([1, 1])).toBe(1);
});

test('it is what scipy’s kstest gives', () => {
  expect(distanceFromUniform([0.9, 0.1, 0.2, 0.25, 0.3, 0.95])).toBeCloseTo(0.36666666666666664, 12);
});
