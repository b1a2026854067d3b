import { AttganError } from '@attgan/core';
import { describe, expect, test } from 'vitest';
import { parseLabelCsv, parseLabelText } from './label-table.ts';
import { parseNumbers } from './number-table.ts';
import { toTextFile } from './text-file.ts';

const text = (...lines: string[]) => parseLabelText(toTextFile('attr.txt', lines.join('\n')));
const csv = (...lines: string[]) => parseLabelCsv(toTextFile('attr.csv', lines.join('\n')));

describe('the label file as distributed', () => {
  test('gives names, attributes and labels in its order', () => {
    const table = text('2', 'Bald Young', 'b.jpg -1  1', 'a.jpg  1 -1', '');
    expect(table.names).toEqual(['b.jpg', 'a.jpg']);
    expect(table.attributes).toEqual(['Bald', 'Young']);
    expect([...table.labels]).toEqual([0, 1, 1, 0]);
  });

  test('may have a byte order mark, carriage returns and trailing spaces', () => {
    expect(text('\uFEFF2\r', 'Bald Young \r', 'b.jpg -1  1\r', 'a.jpg  1 -1 \r', '\r', '')).toEqual(
      text('2', 'Bald Young', 'b.jpg -1  1', 'a.jpg  1 -1'),
    );
  });

  test.each([
    ['a count that is too large', ['3', 'Bald', 'a.jpg 1', 'b.jpg 1'], /attr\.txt, line 1: says 3 images but 2 lines/],
    ['a count that is missing', ['Bald', 'a.jpg 1'], /attr\.txt, line 1: expected the number of images, found "Bald"/],
    ['a missing column', ['2', 'Bald Male', 'a.jpg 1 1', 'b.jpg 1'], /line 4: expected an image name and 2 labels/],
    ['a surplus column', ['1', 'Bald', 'a.jpg 1 1'], /line 3: expected an image name and 1 labels, found 3 columns/],
    ['a label of 0', ['1', 'Bald Male', 'a.jpg 1 0'], /line 3: the label "Male" is "0", expected 1 or -1/],
    ['an image listed twice', ['2', 'Bald', 'a.jpg 1', 'a.jpg 1'], /line 4: lists "a\.jpg" a second time/],
    ['an attribute named twice', ['1', 'Bald Bald', 'a.jpg 1 1'], /line 2: names the attribute "Bald" twice/],
    ['an empty line between others', ['3', 'Bald', 'a.jpg 1', '', 'b.jpg 1'], /line 4: expected an image name/],
    ['no lines at all', [''], /line 1: expected the number of images/],
  ])('with %s is an error that names the line', (_, lines, message) => {
    expect(() => text(...lines)).toThrow(AttganError);
    expect(() => text(...lines)).toThrow(message);
  });
});

describe('the label file of Kaggle', () => {
  test('gives the same table as the distributed one', () => {
    const { attributes, names, labels } = csv('image_id,Bald,Young\r', 'b.jpg,-1,1\r', 'a.jpg,1,-1\r');
    const other = text('2', 'Bald Young', 'b.jpg -1 1', 'a.jpg 1 -1');
    expect({ attributes, names, labels }).toEqual({
      attributes: other.attributes,
      names: other.names,
      labels: other.labels,
    });
  });

  test('with another header is an error', () => {
    expect(() => csv('file,Bald', 'a.jpg,1')).toThrow(
      /attr\.csv, line 1: expected a header that starts with "image_id"/,
    );
  });

  test('with a label that is not 1 or -1 is an error that names the line', () => {
    expect(() => csv('image_id,Bald', 'a.jpg,1', 'b.jpg,')).toThrow(/attr\.csv, line 3: the label "Bald" is ""/);
  });
});

describe('a file of one number for each image', () => {
  const numbers = (path: string, ...lines: string[]): number[] => [
    ...parseNumbers(toTextFile(path, lines.join('\n')), ['b.jpg', 'a.jpg'], (value) => value <= 2, '0, 1 or 2'),
  ];

  test('is read by name, and may list more images', () => {
    expect(numbers('part.txt', 'a.jpg 2', 'x.jpg 0', 'b.jpg 1')).toEqual([1, 2]);
    expect(numbers('part.csv', 'image_id,partition', 'a.jpg,2', 'b.jpg,1')).toEqual([1, 2]);
  });

  test.each([
    [['a.jpg 2', 'b.jpg 3'], /part\.txt, line 2: expected 0, 1 or 2, found "3"/],
    [['a.jpg 2', 'b.jpg'], /part\.txt, line 2: expected an image name and 0, 1 or 2, found 1 columns/],
    [['a.jpg 2', 'a.jpg 2', 'b.jpg 1'], /part\.txt, line 2: lists "a\.jpg" a second time/],
    [['a.jpg 2'], /part\.txt has no line for b\.jpg/],
  ])('with lines %j is an error that says where', (lines, message) => {
    expect(() => numbers('part.txt', ...lines)).toThrow(message);
  });
});
