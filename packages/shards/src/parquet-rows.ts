import { AttganError, messageOf } from '@attgan/core';
import { fileError } from '@attgan/formats';

/** Rows that are read at once. */
const ROWS = 10_000;

/**
 * The values of one column of a Parquet file, some thousands of rows at a time. Plain and Snappy compression are read.
 * @throws AttganError when it cannot be read, or has no such column
 */
export async function* parquetRows(path: string, column: string): AsyncGenerator {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import('hyparquet');
  try {
    const file = await asyncBufferFromFile(path);
    const metadata = await parquetMetadataAsync(file);
    const names = metadata.row_groups[0]?.columns.map((each) => each.meta_data?.path_in_schema.join('.')) ?? [];
    if (metadata.row_groups.length > 0 && !names.includes(column)) {
      throw new AttganError(`${path} has no column "${column}". Name one with --column: ${names.join(', ')}.`);
    }
    const total = Number(metadata.num_rows);
    for (let rowStart = 0; rowStart < total; rowStart += ROWS) {
      const rowEnd = Math.min(total, rowStart + ROWS);
      const rows = await parquetReadObjects({ file, metadata, columns: [column], rowStart, rowEnd });
      for (const row of rows) yield row[column];
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw fileError('read', path, error);
    if (error instanceof AttganError) throw error;
    throw new AttganError(`Cannot read ${path}: ${messageOf(error).split('\n')[0]}.`, { cause: error });
  }
}
