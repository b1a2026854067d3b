import { expect, test } from 'vitest';
import { editingHours, efficiency, ringSeconds, trainingHours } from './estimates.ts';

const cluster = { machines: 8, network: 1000, latency: 0 };

test('a ring sends each byte twice, but for an n-th, at the slower of network and process', () => {
  expect(ringSeconds(80e6, cluster)).toBeCloseTo(2 * (7 / 8) * 0.08);
  expect(ringSeconds(80e6, { ...cluster, reduce: 100 })).toBeCloseTo(2 * (7 / 8) * 0.8);
  expect(ringSeconds(0, { ...cluster, latency: 0.001 })).toBeCloseTo(14 * 0.001);
  expect(ringSeconds(80e6, { ...cluster, machines: 1 })).toBe(0);
  // 48 MB in 267 ms over two processes.
  expect(ringSeconds(48e6, { machines: 2, network: Infinity, reduce: 180, latency: 0 })).toBeCloseTo(0.267, 3);
});

test('shards are divided among machines, and the last ones leave some of them waiting', () => {
  const work = { photos: 90, photosInShard: 10, start: 100, each: 26 };
  expect(editingHours(work, 1)).toBeCloseTo(0.9);
  // Nine shards on four machines: three rounds for one of them, two for the others.
  expect(editingHours(work, 4)).toBeCloseTo(0.3);
  expect(efficiency(0.9, 0.3, 4)).toBeCloseTo(0.75);
  expect(editingHours({ ...work, photos: 5 }, 8)).toBeCloseTo((100 + 5 * 26) / 3600);
});

const work = {
  photos: 3600,
  epochs: 6,
  localBatch: 6,
  criticUpdates: 5,
  critic: 1000,
  generator: 4000,
  parameters: { critic: 25e6, generator: 50e6 },
};

test('an epoch is five sixths critic updates and one sixth generator updates', () => {
  // 3600 updates: 3000 of 1 s, 600 of 4 s.
  expect(trainingHours(work, { ...cluster, machines: 1 })).toBeCloseTo(5400 / 3600);
});

test('machines divide the updates, and reducing gradients costs each of them', () => {
  const two = { ...cluster, machines: 2, network: 100 };
  // A ring takes 1 s for the critic's 100 MB and 2 s for the generator's 200 MB: 1500 updates of 2 s, 300 of 6 s.
  expect(trainingHours(work, two)).toBeCloseTo(4800 / 3600);
  expect(trainingHours(work, { ...two, network: Infinity })).toBeCloseTo(2700 / 3600);
});
