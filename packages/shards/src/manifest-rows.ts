import { extname } from 'node:path';
import { AttganError } from '@attgan/core';
import { csvRows } from './csv-rows.ts';
import { lineRows } from './line-rows.ts';
import { parquetRows } from './parquet-rows.ts';

/** The column with the paths of photos, unless another is named. */
export const PATH_COLUMN = 'path';

/**
 * The paths in a manifest, in its order; a row is read when it is asked for. Formats by the file's ending: `.csv` and `.tsv` with a
 * header, `.jsonl` and `.ndjson`, `.parquet`, and `.txt` with a path on each line.
 * @param column where the paths are
 * @throws AttganError in one line for a manifest of no such format, without that column, or with a row that has no path
 */
export async function* manifestRows(manifest: string, column: string = PATH_COLUMN): AsyncGenerator<string> {
  const read = READERS[extname(manifest).toLowerCase()];
  if (read === undefined) {
    throw new AttganError(`${manifest}: a manifest is one of ${Object.keys(READERS).join(', ')}, by its ending.`);
  }
  let row = 0;
  for await (const path of read(manifest, column)) {
    row++;
    if (typeof path !== 'string' || path === '') {
      throw new AttganError(`${manifest}, row ${row}: "${column}" is no path. Name the column with --column.`);
    }
    yield path;
  }
}

const READERS: Readonly<Record<string, (manifest: string, column: string) => AsyncIterable<unknown>>> = {
  '.csv': csvRows,
  '.tsv': csvRows,
  '.jsonl': jsonRows,
  '.ndjson': jsonRows,
  '.parquet': parquetRows,
  '.txt': lineRows,
};

async function* jsonRows(manifest: string, column: string): AsyncGenerator {
  let line = 0;
  for await (const text of lineRows(manifest)) {
    line++;
    let row: unknown;
    try {
      row = JSON.parse(text);
    } catch (error) {
      throw new AttganError(`${manifest}, line ${line} is not JSON.`, { cause: error });
    }
    yield typeof row === 'object' && row !== null && Object.hasOwn(row, column)
      ? (row as Readonly<Record<string, unknown>>)[column]
      : undefined;
  }
}
