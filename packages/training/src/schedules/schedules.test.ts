import { UsageError } from '@attgan/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { constant } from './constant.ts';
import { cosine } from './cosine.ts';
import { linear } from './linear.ts';
import { polynomial } from './polynomial.ts';
import type { Schedule } from './schedule.ts';

const every = { constant, linear, cosine, polynomial };
const at = (schedule: Schedule, iterations: readonly number[], total: number): number[] =>
  iterations.map((iteration) => Number(schedule(iteration, total).toFixed(6)));

test('constant stays', () => {
  expect(at(constant.create({}), [0, 5, 9], 10)).toEqual([1, 1, 1]);
});

test('linear stays up to its share, then falls evenly to 0', () => {
  expect(at(linear.create({}), [0, 4, 5, 6, 9, 10], 10)).toEqual([1, 1, 1, 0.8, 0.2, 0]);
  expect(at(linear.create({ from: 0 }), [0, 5, 10], 10)).toEqual([1, 0.5, 0]);
});

test('cosine falls along half a wave', () => {
  expect(at(cosine.create({}), [0, 5, 10], 10)).toEqual([1, 0.5, 0]);
  expect(at(cosine.create({ to: 0.5 }), [0, 5, 10], 10)).toEqual([1, 0.75, 0.5]);
});

test('polynomial anneals as VAE/GAN does: from the first rate to the last along a power of the share', () => {
  const [first, last] = [0.025, 1e-5];
  const schedule = polynomial.create({ to: last / first, power: 0.75 });
  for (const iteration of [0, 1, 50, 100]) {
    const published = first + (last - first) * (iteration / 100) ** 0.75;
    expect(first * schedule(iteration, 100)).toBeCloseTo(published, 10);
  }
});

test.each([
  ['iterations', 4],
  ['a share of them', 0.2],
])('a warm-up rises evenly, in so many %s, and the schedule runs over those that are left', (_, warmup) => {
  const schedule = linear.create({ warmup, from: 0 });
  expect(at(schedule, [0, 1, 2, 3, 4, 12, 20], 20)).toEqual([0.25, 0.5, 0.75, 1, 1, 0.5, 0]);
});

test.each(Object.entries(every))(
  '%s is a factor in [0, 1], whatever the iteration and the warm-up',
  (_, definition) => {
    fc.assert(
      fc.property(
        fc.nat(300),
        fc.integer({ min: 1, max: 200 }),
        fc.double({ min: 0, max: 250, noNaN: true }),
        (i, n, w) => {
          const factor = definition.create({ warmup: w })(i, n);
          expect(factor).toBeGreaterThanOrEqual(0);
          expect(factor).toBeLessThanOrEqual(1);
        },
      ),
    );
  },
);

test('wrong options are one line', () => {
  expect(() => linear.create({ from: 2 })).toThrow(UsageError);
  expect(() => linear.create({ from: 2 })).toThrow(/^schedule\.from: /);
});
