import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ALIGNED_POINTS, alignmentOf, modelAlignment } from './aligned-frame.ts';
import {
  compose,
  fitSimilarity,
  IDENTITY,
  invert,
  matrixOf,
  scaleOf,
  transform,
  type Similarity,
} from './similarity.ts';

const number = (min: number, max: number) => fc.double({ min, max, noNaN: true });
const point = fc.record({ x: number(-1000, 1000), y: number(-1000, 1000) });
const similarity = fc
  .record({ scale: number(0.05, 20), angle: number(-3.2, 3.2), x: number(-1000, 1000), y: number(-1000, 1000) })
  .map(({ scale, angle, x, y }): Similarity => ({ a: scale * Math.cos(angle), b: scale * Math.sin(angle), x, y }));

test('what a similarity does its inverse undoes', () => {
  fc.assert(
    fc.property(similarity, point, (given, place) => {
      const back = transform(invert(given), transform(given, place));
      expect(back.x).toBeCloseTo(place.x, 6);
      expect(back.y).toBeCloseTo(place.y, 6);
    }),
  );
});

test('composed similarities do one after the other', () => {
  fc.assert(
    fc.property(similarity, similarity, point, (then, first, place) => {
      const [together, apart] = [transform(compose(then, first), place), transform(then, transform(first, place))];
      expect(Math.hypot(together.x - apart.x, together.y - apart.y)).toBeLessThan(1e-6);
    }),
  );
});

test('a similarity is found again from where it takes three points', () => {
  fc.assert(
    fc.property(similarity, (given) => {
      const points = Object.values(ALIGNED_POINTS);
      const found = fitSimilarity(
        points,
        points.map((each) => transform(given, each)),
      );
      matrixOf(given).forEach((value, at) => expect(matrixOf(found)[at]).toBeCloseTo(value, 6));
    }),
  );
});

test('a face whose points lie where CelebA has them is not moved', () => {
  matrixOf(alignmentOf(ALIGNED_POINTS)).forEach((value, at) =>
    expect(value).toBeCloseTo(matrixOf(IDENTITY)[at] as number, 9),
  );
});

test('the corners of a square of the frame are the corners of the model’s picture', () => {
  const toModel = modelAlignment(IDENTITY, { x: 3, y: 26, edge: 170 }, 64);
  expect(scaleOf(toModel)).toBeCloseTo(64 / 170, 12);
  expect(transform(toModel, { x: 2.5, y: 25.5 })).toEqual({ x: expect.closeTo(-0.5), y: expect.closeTo(-0.5) });
  expect(transform(toModel, { x: 172.5, y: 195.5 })).toEqual({ x: expect.closeTo(63.5), y: expect.closeTo(63.5) });
});

test('points in one place fix no similarity', () => {
  const same = [
    { x: 1, y: 2 },
    { x: 1, y: 2 },
  ];
  expect(() => fitSimilarity(same, same)).toThrow(RangeError);
  expect(() => invert({ a: 0, b: 0, x: 1, y: 1 })).toThrow(RangeError);
});
