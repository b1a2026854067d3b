import { normal, randomKey } from '@attgan/core';
import { expect, test } from 'vitest';
import type { Rows } from '../metrics/metric.ts';
import { identityScores, strangersOf } from './identity-scores.ts';

const WIDTH = 16;
const rows = (seed: number, count: number): Rows => ({ width: WIDTH, values: normal(randomKey(seed), count * WIDTH) });
const mean = (values: Float32Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

test('unedited faces are found, swapped ones are not', () => {
  const faces = rows(1, 6);
  const people = [0, 1, 2, 3, 4, 5];
  expect(mean(identityScores(faces, faces, people).found)).toBe(1);
  expect(mean(identityScores(faces, faces, people).cosines)).toBeCloseTo(1, 6);
  const swapped = strangersOf(faces, people) as Rows;
  expect(mean(identityScores(swapped, faces, people).found)).toBe(0);
  expect(mean(identityScores(swapped, faces, people).close)).toBe(0);
});

test('rank 1 is what a loop over all pairs finds, with the own photo and without', () => {
  const count = 60;
  const [faces, probes] = [rows(2, count), rows(3, count)];
  const people = Array.from({ length: count }, (_, face) => Math.floor(face / 3));
  const { found, foundElsewhere } = identityScores(probes, faces, people);
  const distance = (probe: number, face: number): number => {
    let sum = 0;
    for (let at = 0; at < WIDTH; at++) {
      sum += ((probes.values[probe * WIDTH + at] as number) - (faces.values[face * WIDTH + at] as number)) ** 2;
    }
    return sum;
  };
  const nearest = (probe: number, candidates: readonly number[]): number =>
    candidates.reduce((best, face) => (distance(probe, face) < distance(probe, best) ? face : best));
  const all = Array.from({ length: count }, (_, face) => face);
  for (const probe of all) {
    const others = all.filter((face) => face !== probe);
    expect(found[probe]).toBe(Number(people[nearest(probe, all)] === people[probe]));
    expect(foundElsewhere[probe]).toBe(Number(people[nearest(probe, others)] === people[probe]));
  }
  expect(mean(found)).toBeGreaterThan(0);
  expect(mean(found)).toBeLessThan(1);
});

test('people with one photo say nothing of being found by another', () => {
  const faces = rows(4, 3);
  expect([...identityScores(faces, faces, [7, 7, 8]).foundElsewhere].map(Number.isNaN)).toEqual([false, false, true]);
  expect(strangersOf(faces, [1, 1, 1])).toBeUndefined();
});
