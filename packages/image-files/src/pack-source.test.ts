import { expect, test } from 'vitest';
import { coalesce } from './pack-source.ts';

test('rows that follow each other are read at once', () => {
  expect(coalesce([4, 5, 6, 2, 3, 3, 9])).toEqual([
    { start: 0, length: 3 },
    { start: 3, length: 2 },
    { start: 5, length: 1 },
    { start: 6, length: 1 },
  ]);
});
