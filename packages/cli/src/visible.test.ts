import { expect, test } from 'vitest';
import { visible } from './visible.ts';

test.each([
  ['a\u001b[31mred', 'a\\u001b[31mred'],
  ['\u009b2J', '\\u009b2J'],
  ['\u001b]0;title\u0007', '\\u001b]0;title\\u0007'],
  ['ab\rcd\b', 'ab\\u000dcd\\u0008'],
  ['photo\u202egpj.exe', 'photo\\u202egpj.exe'],
  ['two\nlines\tand ümläüte 顔', 'two\nlines\tand ümläüte 顔'],
])('%j is shown as %j', (text, shown) => {
  expect(visible(text)).toBe(shown);
});

test('what is shown of JSON is JSON of the same value', () => {
  const value = { path: 'a\u001b\u009b\u202e\n' };
  expect(JSON.parse(visible(JSON.stringify(value)))).toEqual(value);
});
