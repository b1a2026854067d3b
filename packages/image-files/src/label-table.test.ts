import { AttganError } from '@attgan/core';
import { describe, expect, test } from 'vitest';
import { parseLabelText } from './label-table.ts';
import { SPLIT_NUMBER } from './splits.ts';
import { toTextFile } from './text-file.ts';
import { parseValues } from './value-table.ts';

const text = (...lines: string[]) => parseLabelText(toTextFile('attr.txt', lines.join('\n')));

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

describe('a file of one value for each image', () => {
  const values = (path: string, ...lines: string[]) =>
    parseValues(toTextFile(path, lines.join('\n')), ['b.jpg', 'a.jpg'], SPLIT_NUMBER);

  test('is read by name, and may list more images', () => {
    expect(values('part.txt', 'a.jpg 2', 'x.jpg 0', 'b.jpg 1')).toEqual(['validation', 'test']);
    expect(values('part.csv', 'image_id,partition', 'a.jpg,2', 'b.jpg,1')).toEqual(['validation', 'test']);
  });

  test.each([
    [['a.jpg 2', 'b.jpg 3'], /part\.txt, line 2: expected 0 \(train\), 1 \(validation\) or 2 \(test\), found "3"/],
    [['a.jpg 2', 'b.jpg'], /part\.txt, line 2: expected an image name and 0 \(train\), .*, found 1 columns/],
    [['a.jpg 2', 'a.jpg 2', 'b.jpg 1'], /part\.txt, line 2: lists "a\.jpg" a second time/],
    [['a.jpg 2'], /part\.txt has no line for b\.jpg/],
  ])('with lines %j is an error that says where', (lines, message) => {
    expect(() => values('part.txt', ...lines)).toThrow(message);
  });
});
