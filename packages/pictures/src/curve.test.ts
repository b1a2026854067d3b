import fc from 'fast-check';
import { expect, test } from 'vitest';
import { lastPoint, smooth, spread, thin, type Point } from './curve.ts';

test('a smoothed point is the mean around it, and gaps stay gaps', () => {
  const points: Point[] = [
    [0, 1],
    [1, 2],
    [2, NaN],
    [3, 6],
    [4, 8],
  ];
  expect(smooth(points, 3)).toEqual([
    [0, 1.5],
    [1, 1.5],
    [2, NaN],
    [3, 7],
    [4, 7],
  ]);
  expect(smooth(points, 1)).toEqual(points);
});

test('a thinned curve is short and keeps its extremes, its gaps and its order', () => {
  const points = Array.from({ length: 10_000 }, (_, x): Point => [x, Math.sin(x / 50)]);
  points[1234] = [1234, 99];
  points[4321] = [4321, -99];
  points[7000] = [7000, NaN];
  const thinned = thin(points, 500);
  expect(thinned.length).toBeLessThanOrEqual(502);
  for (const index of [1234, 4321, 7000]) expect(thinned).toContain(points[index]);
  thinned.forEach(([x], index) => expect(x).toBeGreaterThan(thinned[index - 1]?.[0] ?? -1));
  expect(thin(points, 10_000)).toBe(points);
});

test('the last point is the last with a value', () => {
  expect(
    lastPoint([
      [0, 1],
      [1, 2],
      [2, NaN],
    ]),
  ).toEqual([1, 2]);
  expect(lastPoint([[2, NaN]])).toBeUndefined();
});

test('labels that overlap move apart around their middle; others stay', () => {
  expect(spread([10, 50, 52], 10, 0, 100)).toEqual([10, 46, 56]);
  expect(spread([52, 10, 50], 10, 0, 100)).toEqual([56, 10, 46]);
});

test('whatever their positions, labels keep their distance, their order and the frame', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -20, max: 120 }), { maxLength: 8 }), (positions) => {
      const placed = spread(positions, 12, 0, 100);
      const sorted = placed.toSorted((a, b) => a - b);
      sorted.forEach((position, index) => {
        expect(position).toBeGreaterThanOrEqual(-1e-9);
        expect(position).toBeLessThanOrEqual(100 + 1e-9);
        if (index > 0) expect(position - (sorted[index - 1] ?? 0)).toBeGreaterThanOrEqual(12 - 1e-9);
      });
      positions.forEach((a, i) =>
        positions.forEach((b, j) => {
          if (a < b) expect(placed[i]).toBeLessThan(placed[j] ?? 0);
        }),
      );
    }),
  );
});
