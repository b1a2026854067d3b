import { AttganError } from '@attgan/core';
import { commaFields, words } from './label-table.ts';
import { lineError } from './text-file.ts';
import type { TextFile } from './text-file.ts';

/**
 * Reads a file that gives one whole number to each image (`list_eval_partition`, `identity_CelebA`; .txt or .csv)
 * in the order of `names`. Lines about other images are passed over, so a part of CelebA can keep the full file.
 * Throws an AttganError where a line is malformed or a name has none.
 */
export function parseNumbers(
  file: TextFile,
  names: readonly string[],
  accepts: (value: number) => boolean,
  what: string,
): Int32Array {
  const isCsv = file.path.toLowerCase().endsWith('.csv');
  const byName = new Map<string, number>();
  for (let index = isCsv ? 1 : 0; index < file.lines.length; index++) {
    const fields = (isCsv ? commaFields : words)(file.lines[index] ?? '');
    const [name = '', text = ''] = fields;
    if (fields.length !== 2)
      throw lineError(file, index, `expected an image name and ${what}, found ${fields.length} columns`);
    if (!/^\d+$/.test(text) || !accepts(Number(text)))
      throw lineError(file, index, `expected ${what}, found "${text}"`);
    if (byName.has(name)) throw lineError(file, index, `lists "${name}" a second time`);
    byName.set(name, Number(text));
  }
  return Int32Array.from(names, (name) => {
    const value = byName.get(name);
    if (value === undefined)
      throw new AttganError(`${file.path} has no line for ${name}, which the label file lists; restore the file`);
    return value;
  });
}
