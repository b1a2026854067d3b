import { parseLabelText, toTextFile } from '@attgan/image-files';
import { describe, expect, test } from 'vitest';
import { parseLabelCsv } from './kaggle-labels.ts';

const text = (...lines: string[]) => parseLabelText(toTextFile('attr.txt', lines.join('\n')));
const csv = (...lines: string[]) => parseLabelCsv(toTextFile('attr.csv', lines.join('\n')));

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
