import { normal, randomKey } from '@attgan/core';
import { expect, test } from 'vitest';
import { featureMoments, frechetDistance } from './frechet-distance.ts';
import { kernelDistance } from './kernel-distance.ts';
import { rowProducts } from './row-products.ts';

const WIDTH = 8;
const features = (seed: number, rows: number, mean: number, deviation: number): Float32Array =>
  normal(randomKey(seed), rows * WIDTH, mean, deviation);
const [a, b] = [features(5, 60, 0, 1), features(6, 50, 0.3, 1.4)];
/** Fewer than there are dimensions, so that its covariance has not full rank. */
const few = features(7, 5, 0, 1);
const between = (one: Float32Array, other: Float32Array): number =>
  frechetDistance(featureMoments(one, WIDTH), featureMoments(other, WIDTH));

// numpy 2 and scipy 1.17 in float64: np.cov, m @ m + trace(c1 + c2 - 2 * sqrtm(c1 @ c2).real)
test('the Fréchet distance is that of scipy’s matrix root', () => {
  expect(between(a, b)).toBeCloseTo(4.934474404040839, 7);
  expect(between(a, few)).toBeCloseTo(9.918854771207208, 6);
});

test('the Fréchet distance of a set to itself is 0, and a shift adds its squared length', () => {
  expect(between(a, a)).toBeLessThan(1e-6);
  const shifted = a.map((value, at) => value + (at % WIDTH === 2 ? 3 : 0));
  expect(between(a, shifted)).toBeCloseTo(9, 4);
});

// numpy in float64: unbiased, the diagonals left out, k(x, y) = (x @ y / 8 + 1) ** 3
test('the kernel distance is that of numpy', () => {
  const distance = (other: Float32Array): number =>
    kernelDistance(a, other, WIDTH, randomKey(0), { resamples: 2 }).value;
  expect(distance(b)).toBeCloseTo(1.7567443069221755, 9);
  expect(distance(few)).toBeCloseTo(1.5016288685037522, 9);
});

test('intervals hold the distance, and differ from 0 only where the sets do', () => {
  const apart = kernelDistance(a, b, WIDTH, randomKey(1));
  expect(apart.low).toBeGreaterThan(0);
  expect(apart.high).toBeGreaterThan(apart.value);
  const alike = kernelDistance(a, features(8, 60, 0, 1), WIDTH, randomKey(1));
  expect(alike.low).toBeLessThan(0);
  expect(alike.high).toBeGreaterThan(0);
  expect(apart.count).toBe(50);
});

test('products of rows are those of a plain loop, whatever the sizes', () => {
  const [left, right] = [normal(randomKey(1), 5 * 300), normal(randomKey(2), 37 * 300)].map((one) =>
    Float64Array.from(one),
  ) as [Float64Array, Float64Array];
  const products = rowProducts(left, right, 300);
  for (let row = 0; row < 5; row++) {
    for (let other = 0; other < 37; other++) {
      let sum = 0;
      for (let at = 0; at < 300; at++) sum += (left[row * 300 + at] as number) * (right[other * 300 + at] as number);
      expect(products[row * 37 + other]).toBeCloseTo(sum, 9);
    }
  }
});
