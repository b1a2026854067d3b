import type { Split } from '@attgan/core';
import { lineError, readLabelRows, shorten, textRows } from '@attgan/image-files';
import type { LabelTable, TextFile, ValueFormat } from '@attgan/image-files';
import { PERSON, SPLIT } from './formats.ts';
import { pictureName } from './picture-name.ts';

/** What the first column may be called; CelebA's files on Kaggle say image_id. */
const FILE_TITLES = ['file', 'image_id'];

/** What a label file says. */
export interface Labels {
  readonly table: LabelTable;
  /** The split of each row; undefined without such a column. */
  readonly splits: readonly Split[] | undefined;
  /** The person on each row; undefined without such a column. */
  readonly people: readonly string[] | undefined;
}

/**
 * Reads labels with a header: the column `file`, then one for each attribute, with 0 or -1 or false, and 1 or true. Columns
 * named `split` and `identity` are what they say.
 * @throws AttganError that names the line, and the column where there is one
 */
export function parseLabels(file: TextFile): Labels {
  const rows = textRows(file);
  const [header = []] = rows;
  if (!FILE_TITLES.includes(header[0] ?? '')) {
    const found = shorten(header[0] ?? '');
    throw lineError(file, 0, `expected a header whose first column is "file", found "${found}"`);
  }
  const untitled = header.indexOf('');
  if (untitled >= 0) throw lineError(file, 0, `has no name for column ${untitled + 1}`);
  const attributes = [...header.entries()]
    .map(([column, name]) => ({ name, column }))
    .filter(({ name, column }) => column > 0 && name !== 'split' && name !== 'identity');
  const table = readLabelRows(file, rows, {
    start: 1,
    width: header.length,
    attributes,
    read: labelIn,
    expected: '0 or 1, -1 or 1, false or true',
    nameOf: pictureName,
  });
  return { table, splits: readColumn(file, rows, 'split', SPLIT), people: readColumn(file, rows, 'identity', PERSON) };
}

function labelIn(field: string): 0 | 1 | undefined {
  const value = field.toLowerCase();
  if (value === '1' || value === 'true') return 1;
  return value === '0' || value === '-1' || value === 'false' ? 0 : undefined;
}

function readColumn<T>(
  file: TextFile,
  rows: readonly (readonly string[])[],
  title: string,
  { read, expected }: ValueFormat<T>,
): T[] | undefined {
  const column = rows[0]?.indexOf(title) ?? -1;
  if (column < 0) return undefined;
  if (rows[0]?.lastIndexOf(title) !== column) throw lineError(file, 0, `has two columns "${title}"`);
  return rows.slice(1).map((fields, row) => {
    const field = fields[column] ?? '';
    const value = read(field);
    if (value === undefined) {
      throw lineError(
        file,
        row + 1,
        `the ${title} is "${shorten(field)}", expected ${expected} (column ${column + 1})`,
      );
    }
    return value;
  });
}
