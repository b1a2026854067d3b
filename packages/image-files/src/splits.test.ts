import { SPLITS } from '@attgan/core';
import { expect, test } from 'vitest';
import { countRows, spreadRows, withoutRows } from './splits.ts';

const spread = spreadRows(5, (row) => SPLITS[[0, 2, 1, 0, 2][row] ?? 0] ?? 'train');
const rows = ({ train, validation, test: held }: typeof spread) => [[...train], [...validation], [...held]];

test('a split keeps the order of the label file', () => {
  expect(rows(spread)).toEqual([[0, 3], [2], [1, 4]]);
  expect(countRows(spread)).toEqual({ train: 2, validation: 1, test: 2 });
});

test('rows without an image leave their split and no other row moves to another', () => {
  expect(rows(withoutRows(spread, [0, 1]))).toEqual([[3], [2], [4]]);
});
