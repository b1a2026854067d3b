import Papa from 'papaparse';
import { isCsv, lineError } from './text-file.ts';
import type { TextFile } from './text-file.ts';

/**
 * The fields of each line: of a `.csv` or `.tsv` those between its separators (comma, semicolon or tab, whichever the first line
 * has), of any other file its words. Row i is line i + 1.
 * @throws AttganError for quotes that do not close on their line
 */
export function textRows(file: TextFile): string[][] {
  return isCsv(file) ? csvRows(file) : file.lines.map(words);
}

function csvRows(file: TextFile): string[][] {
  const [header = ''] = file.lines;
  const delimiter = [',', ';', '\t'].find((mark) => header.includes(mark)) ?? ',';
  const { data, errors } = Papa.parse<string[]>(file.lines.join('\n'), { delimiter, newline: '\n' });
  const wrong = errors.find(({ type }) => type === 'Quotes');
  // A quoted field may hold a line break, which no file name has: the quote was left open. Rows are lines up to there.
  const torn = data.findIndex((fields) => fields.some((field) => field.includes('\n')));
  const row = [wrong?.row, torn < 0 ? undefined : torn].filter((index) => index !== undefined);
  if (row.length > 0) throw lineError(file, Math.min(...row), 'has an unclosed quote');
  return data.map((fields) => fields.map((field) => field.trim()));
}

function words(line: string): string[] {
  return line
    .trim()
    .split(/\s+/)
    .filter((word) => word !== '');
}
