import { expect, test } from 'vitest';
import { curvesOf, pathOf } from './curves.ts';
import { secondsLeft } from './run-status.ts';

const METRICS = [
  { iteration: 10, accuracyReal: 0.5, 'critic/total': 4, constant: 2 },
  { iteration: 20, accuracyReal: 0.75, accuracyEdited: 0.25, 'critic/total': null, constant: 2 },
  { iteration: 40, accuracyReal: 1, accuracyEdited: 0.5, 'critic/total': -4, constant: 2 },
];

test('accuracies share a curve from 0 to 1, and all else has its own range', () => {
  const curves = curvesOf(METRICS, 'Accuracy');
  expect(curves.map(({ title, range }) => [title, ...range])).toEqual([
    ['Accuracy', 0, 1],
    ['critic/total', -4, 4],
    ['constant', 0, 4],
  ]);
  expect(curves[0]?.series.map(({ name }) => name)).toEqual(['accuracyReal', 'accuracyEdited']);
  expect(curves[1]?.series[0]?.points).toEqual([
    [10, 4],
    [40, -4],
  ]);
  expect(curvesOf([], 'Accuracy')).toEqual([]);
});

test('a path goes from the first value to the last, upwards where values rise', () => {
  const [accuracy, total] = curvesOf(METRICS, 'Accuracy');
  expect(pathOf(accuracy!.series[0]!, accuracy!.range, 40, 100, 40)).toBe('M25.0,20.0L50.0,10.0L100.0,0.0');
  expect(pathOf(total!.series[0]!, total!.range, 80, 100, 40)).toBe('M12.5,0.0L50.0,40.0');
});

test('the time left is known while a training runs whose rate is known', () => {
  const status = {
    name: 'run',
    iteration: 25,
    iterations: 100,
    rate: 0.5,
    running: true,
    metrics: METRICS,
    samples: [],
  };
  expect(secondsLeft(status)).toBe(150);
  expect(secondsLeft({ ...status, iteration: 100 })).toBe(0);
  expect(secondsLeft({ ...status, running: false })).toBeUndefined();
});
