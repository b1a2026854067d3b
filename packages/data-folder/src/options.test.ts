import { parseOptions, UsageError } from '@attgan/core';
import { expect, test } from 'vitest';
import { folder } from './folder.ts';
import { folderOptions } from './options.ts';

const parse = (options: object) => parseOptions(folderOptions, { root: 'pictures', ...options }, 'data');

test('groups and shares may be written as text or as arrays', () => {
  const groups = [
    ['Black_Hair', 'Blond_Hair'],
    ['Bald', 'Bangs'],
  ];
  expect(parse({ exclusive: 'Black_Hair, Blond_Hair; Bald,Bangs' }).exclusive).toEqual(groups);
  expect(parse({ exclusive: groups }).exclusive).toEqual(groups);
  expect(parse({ shares: '80/10/10' }).shares).toEqual([80, 10, 10]);
  expect(parse({ shares: [80, 10, 10] }).shares).toEqual([80, 10, 10]);
});

test('options that were checked once pass again unchanged, as a run that is resumed needs', () => {
  const once = parse({ exclusive: 'A,B', shares: '1/1/1', attributes: 'A,B,C', crop: 'aligned', labels: 2024 });
  expect(parse(once)).toEqual(once);
  expect(parse(JSON.parse(JSON.stringify(once)) as object)).toEqual(once);
});

test.each([
  [{ exclusive: 'Bald' }, 'data.exclusive: the group "Bald" needs two or more names.'],
  [{ exclusive: 'Bald,,Bangs' }, 'data.exclusive: the group "Bald,,Bangs" needs two or more names.'],
  [{ exclusive: [['Bald', 'Bald']] }, 'data.exclusive: the group "Bald,Bald" has a name twice.'],
  [{ exclusive: 7 }, /^data\.exclusive: expected groups such as/],
  [{ shares: '90/10' }, 'data.shares: expected the shares of train, validation and test, such as 90/5/5.'],
  [{ shares: [0, 0, 0] }, /^data\.shares: expected the shares/],
  [{ shares: '90//10' }, /^data\.shares: expected the shares/],
  [{ shares: [90, -5, 5] }, /^data\.shares: expected the shares/],
  [{ crop: 'centre' }, /^data\.crop: .*"square"/],
  [{ root: '' }, /^data\.root: /],
])('%j is refused in one line', (options, message) => {
  expect(() => parse(options)).toThrow(UsageError);
  expect(() => parse(options)).toThrow(message);
});

test('a model carries the crop of aligned pictures, and none for pictures of any shape', () => {
  expect(folder.crop?.({ root: 'x', crop: 'aligned' }, 64)).toEqual({
    width: 178,
    height: 218,
    x: 3,
    y: 26,
    edge: 170,
  });
  expect(folder.crop?.({ root: 'x', crop: 'vaegan' }, 64)?.edge).toBe(148);
  expect(folder.crop?.({ root: 'x' }, 64)).toBeUndefined();
  expect(() => folder.crop?.({ root: 'x', crops: 'none' }, 64)).toThrow(
    'Unknown option data.crops. Did you mean "crop"?',
  );
});
