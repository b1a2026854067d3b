import { AttganError } from '@attgan/core';
import { toTextFile } from '@attgan/image-files';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseLabels } from './label-csv.ts';

const parse = (...lines: string[]) => parseLabels(toTextFile('labels.csv', lines.join('\n')));

test('gives names, attributes and labels in the order of the file, apart from split and identity', () => {
  const { table, splits, people } = parse(
    'file,Bald,split,Young,identity',
    'b.jpg,1,val,0,Ann',
    'deep/a.png,0,test,1,Bo',
  );
  expect(table.names).toEqual(['b.jpg', 'deep/a.png']);
  expect(table.attributes).toEqual(['Bald', 'Young']);
  expect([...table.labels]).toEqual([1, 0, 0, 1]);
  expect(splits).toEqual(['validation', 'test']);
  expect(people).toEqual(['Ann', 'Bo']);
});

test('labels may be written in any of three styles, mixed within a file', () => {
  const style = fc.constantFrom(['0', '1'], ['-1', '1'], ['false', 'true'], ['False', 'TRUE'], [' 0', ' 1 ']);
  const label = fc.tuple(fc.boolean(), style);
  fc.assert(
    fc.property(fc.array(fc.tuple(label, label), { minLength: 1, maxLength: 12 }), (rows) => {
      const lines = rows.map((cells, row) =>
        [`${row}.jpg`, ...cells.map(([on, texts]) => texts[on ? 1 : 0])].join(','),
      );
      const { table } = parse('file,Bald,Young', ...lines);
      expect([...table.labels]).toEqual(rows.flatMap((cells) => cells.map(([on]) => (on ? 1 : 0))));
    }),
  );
});

test('fields may be quoted, and separated by semicolons or tabs', () => {
  expect(parse('file,Bald', '"Ann, 2020.jpg",1').table.names).toEqual(['Ann, 2020.jpg']);
  expect(parse('file;Bald', 'a.jpg;1').table.attributes).toEqual(['Bald']);
  expect(parse('file\tBald', 'a.jpg\t1').table.attributes).toEqual(['Bald']);
});

test('names are relative paths with forward slashes, however they are written', () => {
  expect(parse('file,Bald', 'deep\\a.jpg,1', './b.jpg,1', 'x/../c.jpg,0').table.names).toEqual([
    'deep/a.jpg',
    'b.jpg',
    'c.jpg',
  ]);
});

test.each([
  ['no header', ['a.jpg,1'], /labels\.csv, line 1: expected a header whose first column is "file", found "a\.jpg"/],
  ['no attributes', ['file,split', 'a.jpg,test'], /line 1: names no attributes/],
  ['a column without a name', ['file,,Bald', 'a.jpg,1,1'], /line 1: has no name for column 2/],
  ['an attribute twice', ['file,Bald,Bald', 'a.jpg,1,1'], /line 1: names the attribute "Bald" twice/],
  ['two split columns', ['file,Bald,split,split', 'a.jpg,1,test,test'], /line 1: has two columns "split"/],
  [
    'another label',
    ['file,Bald,Male', 'a.jpg,1,0', 'b.jpg,1,yes'],
    /line 3: the label "Male" is "yes", expected 0 or 1, -1 or 1, false or true \(column 3\)$/,
  ],
  ['an empty label', ['file,Bald', 'a.jpg,'], /line 2: the label "Bald" is "", expected .* \(column 2\)$/],
  ['another split', ['file,Bald,split', 'a.jpg,1,dev'], /line 2: the split is "dev", expected train, .* \(column 3\)$/],
  ['nobody on it', ['file,identity,Bald', 'a.jpg,,1'], /line 2: the identity is "", expected .* \(column 2\)$/],
  ['a missing field', ['file,Bald,Male', 'a.jpg,1'], /line 2: expected an image name and 2 labels, found 2 columns/],
  ['a file listed twice', ['file,Bald', 'a.jpg,1', './a.jpg,1'], /line 3: lists "a\.jpg" a second time/],
  [
    'a file elsewhere',
    ['file,Bald', '../a.jpg,1'],
    /line 2: "\.\.\/a\.jpg" is not the name of a file in the image folder/,
  ],
  [
    'an absolute path',
    ['file,Bald', 'C:\\a.jpg,1'],
    /line 2: "C:\\a\.jpg" is not the name of a file in the image folder/,
  ],
  ['a torn quote', ['file,Bald', 'a.jpg,1', '"b.jpg,1', 'c.jpg,1'], /line 3: has an unclosed quote/],
  ['nothing in it', [''], /line 1: expected a header whose first column is "file", found ""/],
])('a file with %s is an error that says where', (_, lines, message) => {
  expect(() => parse(...lines)).toThrow(AttganError);
  expect(() => parse(...lines)).toThrow(message);
});
