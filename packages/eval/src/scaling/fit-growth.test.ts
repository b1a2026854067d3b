import fc from 'fast-check';
import { expect, test } from 'vitest';
import { betterFit, fitAffine, fitGrowth, fitPower, type GrowthPoint } from './fit-growth.ts';

const XS = [1, 2, 4, 8, 16];
const pointsOf = (fit: (x: number) => number): GrowthPoint[] => XS.map((x) => [x, fit(x)]);
const coefficient = fc.double({ min: 0.01, max: 1000, noNaN: true });

test('an affine fit finds the line that points lie on', () => {
  fc.assert(
    fc.property(coefficient, coefficient, (intercept, slope) => {
      const fit = fitAffine(pointsOf((x) => intercept + slope * x));
      expect(fit.intercept / intercept).toBeCloseTo(1, 5);
      expect(fit.slope / slope).toBeCloseTo(1, 5);
      expect(fit.r2).toBeCloseTo(1, 9);
    }),
  );
});

test('a power fit finds the curve that points lie on', () => {
  fc.assert(
    fc.property(coefficient, fc.double({ min: -2, max: 3, noNaN: true }), (factor, exponent) => {
      const fit = fitPower(pointsOf((x) => factor * x ** exponent));
      expect(fit.factor / factor).toBeCloseTo(1, 5);
      expect(fit.exponent).toBeCloseTo(exponent, 5);
    }),
  );
});

test('a textbook example has the textbook’s line and share explained', () => {
  // Anscombe's first set: y = 3.00 + 0.500 x, R² = 0.67.
  const x = [10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5];
  const y = [8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68];
  const fit = fitAffine(x.map((each, at) => [each, y[at] as number]));
  expect([fit.intercept, fit.slope, fit.r2]).toEqual([
    expect.closeTo(3.0001, 4),
    expect.closeTo(0.5001, 4),
    expect.closeTo(0.6665, 4),
  ]);
});

test('the better fit is the one that the points come from', () => {
  const line = fitGrowth(pointsOf((x) => 40 + 3 * x));
  const square = fitGrowth(pointsOf((x) => 2 * x ** 2));
  expect([line && betterFit(line), square && betterFit(square)]).toEqual(['affine', 'power']);
});

test('a constant is explained wholly, and two points, or values of 0, make no claim that they cannot', () => {
  const constant = fitGrowth(pointsOf(() => 7));
  expect(constant?.affine).toEqual({ intercept: 7, slope: 0, r2: 1 });
  expect(
    fitGrowth([
      [1, 2],
      [2, 4],
      [2, 4.1],
    ]),
  ).toBeUndefined();
  expect(fitGrowth(pointsOf((x) => x - 1))).toEqual({ affine: expect.objectContaining({ slope: 1 }) as unknown });
});
