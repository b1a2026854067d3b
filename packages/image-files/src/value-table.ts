import { AttganError } from '@attgan/core';
import { isCsv, lineError } from './text-file.ts';
import type { TextFile } from './text-file.ts';
import { textRows } from './text-rows.ts';

/** What the second column of a file may hold. */
export interface ValueFormat<T> {
  /** The value that a field means; undefined where it means none. */
  read(field: string): T | undefined;
  /** What a field should be, for messages: "the number of a person". */
  readonly expected: string;
}

/**
 * Reads a file that gives one value to each image (`list_eval_partition`, `identity_CelebA`; .txt, or .csv or .tsv with a
 * header) in the order of `names`. Lines about other images are skipped, so a part of the images can keep the full file. Throws
 * an AttganError where a line is malformed or a name has none.
 */
export function parseValues<T>(
  file: TextFile,
  names: readonly string[],
  { read, expected }: ValueFormat<T>,
  nameOf: (field: string) => string | undefined = (field) => field,
): T[] {
  const byName = new Map<string, T>();
  const rows = textRows(file);
  for (let index = isCsv(file) ? 1 : 0; index < rows.length; index++) {
    const fields = rows[index] ?? [];
    const [field = '', text = ''] = fields;
    if (fields.length !== 2)
      throw lineError(file, index, `expected an image name and ${expected}, found ${fields.length} columns`);
    const value = read(text);
    if (value === undefined) throw lineError(file, index, `expected ${expected}, found "${text}"`);
    // A name that no image can have is one about another image.
    const name = nameOf(field) ?? field;
    if (byName.has(name)) throw lineError(file, index, `lists "${name}" a second time`);
    byName.set(name, value);
  }
  return names.map((name) => {
    const value = byName.get(name);
    if (value === undefined)
      throw new AttganError(`${file.path} has no line for ${name}, which the label file lists; restore the file`);
    return value;
  });
}

/** The number of a person: an integer ≥ 0. */
export const PERSON_NUMBER: ValueFormat<number> = {
  read: (field) => (/^\d+$/.test(field) ? Number(field) : undefined),
  expected: 'the number of a person',
};
