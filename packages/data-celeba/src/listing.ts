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

/** The label file and where everything lies. */
export interface LabelListing {
  readonly layout: Layout;
  readonly table: LabelTable;
}

/** All that the text files say; a row is a line of the label file. */
export interface Listing extends LabelListing {
  readonly splits: SplitRows;
  /** Who is on each row; undefined without an identity file. */
  readonly identities: Int32Array | undefined;
}

/** Finds CelebA under `root` and reads its label file. Throws an AttganError that names file and line. */
export async function readLabels(root: string): Promise<LabelListing> {
  const layout = await findLayout(root);
  const text = await readTextFile(layout.labels);
  return { layout, table: layout.labels.endsWith('.csv') ? parseLabelCsv(text) : parseLabelText(text) };
}

/** Reads and checks all text files. Throws an AttganError that names file and line. */
export async function readListing(options: Pick<CelebaOptions, 'root' | 'split'>): Promise<Listing> {
  const { layout, table } = await readLabels(options.root);
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
