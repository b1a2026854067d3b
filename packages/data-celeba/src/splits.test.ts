import { expect, test } from 'vitest';
import { parseLabelText } from './label-table.ts';
import { officialSplit, paperSplit, withoutRows } from './splits.ts';
import { toTextFile } from './text-file.ts';

const table = (...names: string[]) =>
  parseLabelText(toTextFile('attr.txt', [names.length, 'Bald', ...names.map((name) => `${name} 1`)].join('\n')));

test('the official split keeps the order of the label file', () => {
  const { train, validation, test: held } = officialSplit(Int32Array.of(0, 2, 1, 0, 2));
  expect([[...train], [...validation], [...held]]).toEqual([[0, 3], [2], [1, 4]]);
});

test('the split of the paper goes by file number, so it means the same on a part of CelebA', () => {
  const splits = paperSplit(table('182638.jpg', '000007.jpg', '182000.jpg', '182001.jpg', '182637.png', '202599.jpg'));
  expect([...splits.train]).toEqual([1, 2]);
  expect([...splits.validation]).toEqual([3, 4]);
  expect([...splits.test]).toEqual([0, 5]);
});

test('the split of the paper needs numbered files and says which line has none', () => {
  expect(() => paperSplit(table('000001.jpg', 'me.jpg'))).toThrow(/attr\.txt, line 4: "me\.jpg" has no file number/);
});

test('rows without an image leave their split and no other row moves to another', () => {
  const splits = withoutRows(officialSplit(Int32Array.of(0, 2, 1, 0, 2)), [0, 1]);
  expect([[...splits.train], [...splits.validation], [...splits.test]]).toEqual([[3], [2], [4]]);
});
