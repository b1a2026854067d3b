import { AttganError, messageOf } from '@attgan/core';
import { fileError } from '@attgan/formats';

/**
 * The values of one column of a Parquet file, a row group at a time. Plain and Snappy compression are read. Its library trusts the file.
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
    let rowStart = 0;
    for (const group of metadata.row_groups) {
      const rowEnd = rowStart + Number(group.num_rows);
      const rows = await parquetReadObjects({ file, metadata, columns: [column], rowStart, rowEnd });
      for (const row of rows) yield row[column];
      rowStart = rowEnd;
    }
    if (rowStart !== Number(metadata.num_rows)) {
      throw new AttganError(`${path} is damaged: it says ${metadata.num_rows} rows, and holds ${rowStart}.`);
    }
  } catch (error) {
    if (error instanceof Error && 'syscall' in error) throw fileError('read', path, error);
    if (error instanceof AttganError) throw error;
    throw new AttganError(`Cannot read ${path}: ${messageOf(error).split('\n')[0]}.`, { cause: error });
  }
}
