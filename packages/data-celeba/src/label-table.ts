import { lineError } from './text-file.ts';
import type { TextFile } from './text-file.ts';

/** The label file, whatever its format. */
export interface LabelTable {
  readonly path: string;
  /** Column names, in the file's order. */
  readonly attributes: readonly string[];
  /** File name of each image, in the file's order. */
  readonly names: readonly string[];
  /** Line of the first image in the file, counted from 1; the others follow. */
  readonly firstLine: number;
  /** [names.length, attributes.length], 0 or 1. */
  readonly labels: Uint8Array;
}

/** Reads `list_attr_celeba.txt`: a count, the attribute names, then a name and ±1 values on each line. */
export function parseLabelText(file: TextFile): LabelTable {
  const stated = file.lines[0]?.trim() ?? '';
  if (!/^\d+$/.test(stated)) {
    throw lineError(
      file,
      0,
      `expected the number of images, found "${shorten(stated)}"; restore the file as distributed`,
    );
  }
  const rows = Math.max(file.lines.length - 2, 0);
  if (Number(stated) !== rows) {
    throw lineError(
      file,
      0,
      `says ${stated} images but ${rows} lines follow the header; the file was cut or edited: restore it, or correct the count`,
    );
  }
  return parseRows(file, 2, words(file.lines[1] ?? ''), words);
}

/** Reads Kaggle's `list_attr_celeba.csv`: the header `image_id,<names>`, then one line for each image. */
export function parseLabelCsv(file: TextFile): LabelTable {
  const [first, ...attributes] = commaFields(file.lines[0] ?? '');
  if (first !== 'image_id') {
    throw lineError(file, 0, `expected a header that starts with "image_id", found "${shorten(first ?? '')}"`);
  }
  return parseRows(file, 1, attributes, commaFields);
}

function parseRows(
  file: TextFile,
  start: number,
  attributes: readonly string[],
  split: (line: string) => string[],
): LabelTable {
  if (attributes.length === 0) throw lineError(file, start - 1, 'names no attributes');
  const repeated = attributes.find((name, index) => attributes.indexOf(name) !== index);
  if (repeated !== undefined) throw lineError(file, start - 1, `names the attribute "${repeated}" twice`);
  const width = attributes.length;
  const names: string[] = [];
  const seen = new Set<string>();
  const labels = new Uint8Array(Math.max(file.lines.length - start, 0) * width);
  for (let index = start; index < file.lines.length; index++) {
    const fields = split(file.lines[index] ?? '');
    const name = fields[0] ?? '';
    if (fields.length !== width + 1) {
      throw lineError(file, index, `expected an image name and ${width} labels, found ${fields.length} columns`);
    }
    if (seen.has(name)) throw lineError(file, index, `lists "${name}" a second time`);
    seen.add(name);
    for (let column = 0; column < width; column++) {
      const value = fields[column + 1];
      if (value === '1') labels[names.length * width + column] = 1;
      else if (value !== '-1') {
        throw lineError(file, index, `the label "${attributes[column]}" is "${value}", expected 1 or -1`);
      }
    }
    names.push(name);
  }
  return { path: file.path, attributes, names, firstLine: start + 1, labels };
}

export function words(line: string): string[] {
  return line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}

export function commaFields(line: string): string[] {
  return line.split(',').map((field) => field.trim());
}

const shorten = (text: string): string => (text.length > 40 ? `${text.slice(0, 40)}…` : text);
