import { lineError, shorten } from './text-file.ts';
import type { TextFile } from './text-file.ts';
import { textRows } from './text-rows.ts';

/** The label file, whatever its format. */
export interface LabelTable {
  readonly path: string;
  /** Names of the attributes, in the file's order. */
  readonly attributes: readonly string[];
  /** File name of each image, in the file's order; with forward slashes where it lies in a folder. */
  readonly names: readonly string[];
  /** Line of the first image in the file, counted from 1; the others follow. */
  readonly firstLine: number;
  /** [names.length, attributes.length], 0 or 1. */
  readonly labels: Uint8Array;
}

/** Which columns of a label file are what. */
export interface LabelColumns {
  /** The first row with an image. */
  readonly start: number;
  /** Fields of every row. */
  readonly width: number;
  readonly attributes: readonly { readonly name: string; readonly column: number }[];
  /** The label that a field means; undefined where it means none. */
  read(field: string): 0 | 1 | undefined;
  /** What a field should be, for messages: "1 or -1". */
  readonly expected: string;
  /** The image that the first field names; undefined where that cannot be in the folder. By default the field itself. */
  nameOf?(field: string): string | undefined;
}

/** 1 or -1, as CelebA writes labels. */
export const SIGNED_LABELS = {
  read: (field: string): 0 | 1 | undefined => (field === '1' ? 1 : field === '-1' ? 0 : undefined),
  expected: '1 or -1',
};

/**
 * Reads the rows of a label file; the first field of each is the image.
 * @throws AttganError that names the line of a malformed row, and the column of a wrong label
 */
export function readLabelRows(file: TextFile, rows: readonly (readonly string[])[], columns: LabelColumns): LabelTable {
  const { start, width, attributes, read, expected, nameOf = same } = columns;
  if (attributes.length === 0) throw lineError(file, start - 1, 'names no attributes');
  const titles = attributes.map(({ name }) => name);
  const repeated = titles.find((name, index) => titles.indexOf(name) !== index);
  if (repeated !== undefined) throw lineError(file, start - 1, `names the attribute "${repeated}" twice`);
  const names: string[] = [];
  const seen = new Set<string>();
  const labels = new Uint8Array(Math.max(rows.length - start, 0) * attributes.length);
  let place = 0;
  for (let index = start; index < rows.length; index++) {
    const fields = rows[index] ?? [];
    if (fields.length !== width) {
      const wanted = width - 1 === attributes.length ? `an image name and ${width - 1} labels` : `${width} columns`;
      throw lineError(file, index, `expected ${wanted}, found ${fields.length} columns`);
    }
    const name = nameOf(fields[0] ?? '');
    if (name === undefined || name === '') {
      throw lineError(file, index, `"${shorten(fields[0] ?? '')}" is not the name of a file in the image folder`);
    }
    if (seen.has(name)) throw lineError(file, index, `lists "${name}" a second time`);
    seen.add(name);
    names.push(name);
    for (const { name: attribute, column } of attributes) {
      const label = read(fields[column] ?? '');
      if (label === undefined) {
        const found = shorten(fields[column] ?? '');
        throw lineError(
          file,
          index,
          `the label "${attribute}" is "${found}", expected ${expected} (column ${column + 1})`,
        );
      }
      labels[place++] = label;
    }
  }
  return { path: file.path, attributes: titles, names, firstLine: start + 1, labels };
}

const same = (field: string): string => field;

/** Reads `list_attr_celeba.txt`: a count, the attribute names, then a name and ±1 values on each line. */
export function parseLabelText(file: TextFile, nameOf: NonNullable<LabelColumns['nameOf']> = same): LabelTable {
  const stated = file.lines[0]?.trim() ?? '';
  if (!/^\d+$/.test(stated)) {
    throw lineError(
      file,
      0,
      `expected the number of images, found "${shorten(stated)}"; restore the file as distributed`,
    );
  }
  const count = Math.max(file.lines.length - 2, 0);
  if (Number(stated) !== count) {
    throw lineError(
      file,
      0,
      `says ${stated} images but ${count} lines follow the header; the file was truncated or edited: restore it, or correct the count`,
    );
  }
  const rows = textRows(file);
  const attributes = (rows[1] ?? []).map((name, index) => ({ name, column: index + 1 }));
  return readLabelRows(file, rows, { start: 2, width: attributes.length + 1, attributes, ...SIGNED_LABELS, nameOf });
}

/** [rows.length, columns.length] of the table. */
export function pickLabels(table: LabelTable, rows: readonly number[], columns: readonly number[]): Uint8Array {
  const width = table.attributes.length;
  const labels = new Uint8Array(rows.length * columns.length);
  for (const [index, row] of rows.entries()) {
    for (const [position, column] of columns.entries()) {
      labels[index * columns.length + position] = table.labels[row * width + column] ?? 0;
    }
  }
  return labels;
}
