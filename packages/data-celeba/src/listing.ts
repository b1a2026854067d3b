import { AttganError } from '@attgan/core';
import { findLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import { parseLabelCsv, parseLabelText } from './label-table.ts';
import type { LabelTable } from './label-table.ts';
import { parseNumbers } from './number-table.ts';
import type { CelebaOptions } from './options.ts';
import { officialSplit, paperSplit } from './splits.ts';
import type { SplitRows } from './splits.ts';
import { readTextFile } from './text-file.ts';

/** All that the text files say; a row is a line of the label file. */
export interface Listing {
  readonly layout: Layout;
  readonly table: LabelTable;
  readonly splits: SplitRows;
  /** Who is on each row; undefined without an identity file. */
  readonly identities: Int32Array | undefined;
}

/** Reads and checks the text files. Throws an AttganError that names file and line. */
export async function readListing(options: Pick<CelebaOptions, 'root' | 'split'>): Promise<Listing> {
  const layout = await findLayout(options.root);
  const text = await readTextFile(layout.labels);
  const table = layout.labels.endsWith('.csv') ? parseLabelCsv(text) : parseLabelText(text);
  return {
    layout,
    table,
    splits: options.split === 'paper' ? paperSplit(table) : await readOfficialSplit(layout, table),
    identities: layout.identity === undefined ? undefined : await readIdentities(layout.identity, table),
  };
}

async function readOfficialSplit(layout: Layout, table: LabelTable): Promise<SplitRows> {
  if (layout.partition === undefined) {
    throw new AttganError(
      `${layout.root} holds no list_eval_partition.txt or .csv; put it there, or choose --data.split paper, which needs none`,
    );
  }
  const file = await readTextFile(layout.partition);
  return officialSplit(parseNumbers(file, table.names, (value) => value <= 2, '0 (train), 1 (validation) or 2 (test)'));
}

async function readIdentities(path: string, table: LabelTable): Promise<Int32Array> {
  return parseNumbers(await readTextFile(path), table.names, () => true, 'the number of a person');
}
