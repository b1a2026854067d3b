import { AttganError, UsageError } from '@attgan/core';
import { readWholeFile } from '@attgan/formats';

/**
 * Reads labels for `attributes` from a file laid out as CelebA's: as distributed (a count, the attribute names, then a
 * name and ±1 values a line) or as on Kaggle (a header `image_id,…`, then commas). Other columns are ignored.
 * @returns labels by image name: [attributes], 0 or 1
 * @throws AttganError in one line that says where the file is wrong.
 */
export async function readLabelsFile(
  path: string,
  attributes: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  const lines = await readLines(path);
  const isCsv = (lines[0] ?? '').includes(',');
  const split = isCsv ? commas : words;
  const wrong = (index: number, what: string): AttganError => new AttganError(`${path}, line ${index + 1}: ${what}.`);
  const start = isCsv ? 1 : 2;
  const header = isCsv ? split(lines[0] ?? '') : ['image_id', ...split(lines[1] ?? '')];
  if (isCsv && header[0] !== 'image_id') {
    throw wrong(0, `expected a header that starts with "image_id", found "${header[0] ?? ''}"`);
  }
  if (!isCsv) checkCount(lines, wrong);
  const columns = attributes.map((name) => {
    const column = header.indexOf(name);
    if (column < 1) throw new UsageError(`${path} has no column "${name}", which the model needs.`);
    if (header.indexOf(name, column + 1) > 0) throw wrong(start - 1, `names the attribute "${name}" twice`);
    return column;
  });
  const labels = new Map<string, Uint8Array>();
  for (let index = start; index < lines.length; index++) {
    const fields = split(lines[index] as string);
    const [name = ''] = fields;
    if (fields.length !== header.length) {
      throw wrong(index, `expected an image name and ${header.length - 1} labels, found ${fields.length} columns`);
    }
    if (labels.has(name)) throw wrong(index, `lists "${name}" a second time`);
    const bits = columns.map((column) => {
      const value = fields[column];
      if (value === '1') return 1;
      if (value === '-1') return 0;
      throw wrong(index, `the label "${header[column]}" is "${value}", expected 1 or -1`);
    });
    labels.set(name, Uint8Array.from(bits));
  }
  return labels;
}

function checkCount(lines: readonly string[], wrong: (index: number, what: string) => AttganError): void {
  const stated = (lines[0] ?? '').trim();
  if (!/^\d+$/.test(stated)) {
    throw wrong(0, 'expected the number of images or a header that starts with "image_id,"');
  }
  const rows = Math.max(0, lines.length - 2);
  if (Number(stated) !== rows) throw wrong(0, `says ${stated} images but ${rows} lines follow the header`);
}

async function readLines(path: string): Promise<readonly string[]> {
  const text = (await readWholeFile(path)).toString();
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/);
  while (lines.length > 0 && (lines.at(-1) as string).trim() === '') lines.pop();
  return lines;
}

function words(line: string): string[] {
  return line.trim().split(/\s+/);
}

function commas(line: string): string[] {
  return line.split(',').map((field) => field.trim());
}
