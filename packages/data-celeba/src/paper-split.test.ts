import { parseLabelText, toTextFile } from '@attgan/image-files';
import { expect, test } from 'vitest';
import { paperSplit } from './paper-split.ts';

const table = (...names: string[]) =>
  parseLabelText(toTextFile('attr.txt', [names.length, 'Bald', ...names.map((name) => `${name} 1`)].join('\n')));

test('the split of the paper goes by file number, so it means the same on a part of CelebA', () => {
  const splits = paperSplit(table('182638.jpg', '000007.jpg', '182000.jpg', '182001.jpg', '182637.png', '202599.jpg'));
  expect([...splits.train]).toEqual([1, 2]);
  expect([...splits.validation]).toEqual([3, 4]);
  expect([...splits.test]).toEqual([0, 5]);
});

test('the split of the paper needs numbered files and says which line has none', () => {
  expect(() => paperSplit(table('000001.jpg', 'me.jpg'))).toThrow(/attr\.txt, line 4: "me\.jpg" has no file number/);
});
