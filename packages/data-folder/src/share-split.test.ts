import fc from 'fast-check';
import { expect, test } from 'vitest';
import { shareSplit } from './share-split.ts';

const names = Array.from({ length: 10_000 }, (_, index) => `people/${index}.jpg`);

test('each split gets about its share', () => {
  const splits = names.map((name) => shareSplit(name, [90, 5, 5]));
  for (const [split, share] of [
    ['train', 0.9],
    ['validation', 0.05],
    ['test', 0.05],
  ] as const) {
    expect(Math.abs(splits.filter((found) => found === split).length / names.length - share)).toBeLessThan(0.01);
  }
});

test('the same name is in the same split on every machine', () => {
  expect(names.slice(0, 8).map((name) => shareSplit(name, [1, 1, 1]))).toEqual([
    'train',
    'validation',
    'validation',
    'test',
    'test',
    'test',
    'validation',
    'train',
  ]);
});

test('only the ratio of the shares counts, and a share of 0 gets nothing', () => {
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), (name) => {
      expect(shareSplit(name, [9, 2, 5])).toBe(shareSplit(name, [0.9, 0.2, 0.5]));
      expect(shareSplit(name, [0, 1, 0])).toBe('validation');
    }),
  );
});
