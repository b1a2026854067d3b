import { expect, test } from 'vitest';
import { thinMetrics } from './thin-metrics.ts';

test('few lines stay as they are, and many become means of neighbours', () => {
  const lines = [1, 2, 3, 4, 5].map((iteration) => ({ iteration, loss: iteration * 10 }));
  expect(thinMetrics(lines, 5)).toBe(lines);
  expect(thinMetrics(lines, 3)).toEqual([
    { iteration: 2, loss: 15 },
    { iteration: 4, loss: 35 },
    { iteration: 5, loss: 50 },
  ]);
});

test('values that some lines lack count where they are', () => {
  const lines = [
    { iteration: 1, one: 4, other: null },
    { iteration: 2, one: null },
  ];
  expect(thinMetrics(lines, 1)).toEqual([{ iteration: 2, one: 4 }]);
});
