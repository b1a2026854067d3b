import { createReadStream } from 'node:fs';
import { AttganError } from '@attgan/core';
import { fileError } from '@attgan/formats';
import Papa from 'papaparse';

/**
 * The fields of one column of a `.csv` or `.tsv` file with a header, streamed. Separators are commas, semicolons or tabs.
 * @throws AttganError when it cannot be read, has no such column, or a quote is left open
 */
export async function* csvRows(path: string, column: string): AsyncGenerator<string | undefined> {
  const bytes = createReadStream(path);
  const rows = bytes.pipe(
    Papa.parse(Papa.NODE_STREAM_INPUT, { delimitersToGuess: [',', ';', '\t'], skipEmptyLines: 'greedy' }),
  );
  bytes.on('error', (error) => rows.destroy(error));
  rows.on('error', () => undefined);
  let place: number | undefined;
  try {
    for await (const row of rows) {
      const fields = (row as readonly string[]).map((field) => field.trim());
      // No name of a file has a line break: the quote was left open.
      const wanted = place === undefined ? fields : [fields[place]];
      if (wanted.some((field) => field?.includes('\n') === true)) {
        throw new AttganError(`${path} has an unclosed quote.`);
      }
      if (place === undefined) place = columnOf(path, column, fields);
      else yield fields[place];
    }
  } catch (error) {
    throw fileError('read', path, error);
  } finally {
    bytes.destroy();
  }
}

function columnOf(path: string, column: string, header: readonly string[]): number {
  const names = header.map((name) => name.replace(/^\uFEFF/, ''));
  const place = names.indexOf(column);
  if (place >= 0) return place;
  throw new AttganError(`${path} has no column "${column}". Name one with --column: ${names.join(', ')}.`);
}
