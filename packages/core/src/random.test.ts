import { expect, test } from 'vitest';
import { fold, normal, permutation, permutationShare, randomKey, sharedKey, threefry, uniform } from './random.ts';

test('threefry gives the words published with it', () => {
  expect(threefry([0, 0], 0, 0)).toEqual([0x6b200159, 0x99ba4efe]);
  expect(threefry([0xffffffff, 0xffffffff], 0xffffffff, 0xffffffff)).toEqual([0x1cb996fc, 0xbb002be7]);
  expect(threefry([0x13198a2e, 0x03707344], 0x243f6a88, 0x85a308d3)).toEqual([0xc4923a9c, 0x483df7a0]);
});

test('keys differ by seed, by name and by number', () => {
  const keys = [randomKey(1), randomKey(2), randomKey(1, 'a'), randomKey(1, 'b'), randomKey(1, 0), randomKey(1, 1)];
  expect(new Set(keys.map(String)).size).toBe(keys.length);
  expect(fold(randomKey(1), 'a')).toEqual(randomKey(1, 'a'));
});

test('a prefix of a longer draw is the shorter draw', () => {
  const key = randomKey(3, 'prefix');
  expect([...uniform(key, 9)].slice(0, 5)).toEqual([...uniform(key, 5)]);
  expect([...normal(key, 9)].slice(0, 5)).toEqual([...normal(key, 5)]);
});

test('uniform and normal numbers have their moments', () => {
  const moments = (values: Float32Array): [number, number] => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return [mean, values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length];
  };
  const [uniformMean, uniformVariance] = moments(uniform(randomKey(4), 100_000, -1, 1));
  expect(uniformMean).toBeCloseTo(0, 2);
  expect(uniformVariance).toBeCloseTo(1 / 3, 2);
  const [normalMean, normalVariance] = moments(normal(randomKey(5), 100_000, 3, 2));
  expect(normalMean).toBeCloseTo(3, 1);
  expect(normalVariance).toBeCloseTo(4, 1);
});

test('a permutation holds every number once, and each place is equally likely', () => {
  expect(permutation(randomKey(6), 100).sort((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i));
  const firsts = Array.from({ length: 6000 }, (_, seed) => permutation(randomKey(seed), 3)[0]);
  for (const value of [0, 1, 2]) expect(firsts.filter((first) => first === value).length / 2000).toBeCloseTo(1, 0.5);
});

test('what the shares of three processes draw is, one after the other, what one process draws', () => {
  const key = fold(randomKey(7), 'faces');
  const shares = [0, 1, 2].map((index) => fold(sharedKey(randomKey(7), { index, of: 3 }), 'faces'));
  for (const draw of [uniform, normal, permutationShare]) {
    // Odd, so that shares begin within a pair of words.
    expect(shares.flatMap((share) => [...draw(share, 5)])).toEqual([...draw(key, 15)]);
  }
  expect(permutationShare(key, 15)).toEqual(permutation(key, 15));
});

test('a permutation by a share orders the rows of its own process', () => {
  const orders = [0, 1].map((index) => permutation(sharedKey(randomKey(8), { index, of: 2 }), 50));
  for (const order of orders) expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(orders[0]).not.toEqual(orders[1]);
});
