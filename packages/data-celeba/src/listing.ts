import { AttganError } from '@attgan/core';
import {
  isCsv,
  parseLabelText,
  parseValues,
  PERSON_NUMBER,
  readTextFile,
  SPLIT_NUMBER,
  spreadRows,
} from '@attgan/image-files';
import type { ImageListing, LabelTable, SplitListing, SplitRows } from '@attgan/image-files';
import { parseLabelCsv } from './kaggle-labels.ts';
import { findLayout } from './layout.ts';
import type { Layout } from './layout.ts';
import type { CelebaOptions } from './options.ts';
import { paperSplit } from './paper-split.ts';

/** CelebA's labels and where everything lies. */
export interface CelebaListing extends ImageListing {
  readonly layout: Layout;
}

/** Finds CelebA under `root` and reads its label file. Throws an AttganError that names file and line. */
export async function readLabels(root: string): Promise<CelebaListing> {
  const layout = await findLayout(root);
  const file = await readTextFile(layout.labels);
  return {
    title: 'CelebA',
    layout,
    folder: layout.images,
    noFolder: `${root} holds no images: put the folder img_align_celeba there`,
    table: isCsv(file) ? parseLabelCsv(file) : parseLabelText(file),
  };
}

/** Reads and checks all text files. Throws an AttganError that names file and line. */
export async function readListing({ root, split }: Pick<CelebaOptions, 'root' | 'split'>): Promise<SplitListing> {
  const { layout, ...labels } = await readLabels(root);
  const { table } = labels;
  return {
    ...labels,
    splits: split === 'paper' ? paperSplit(table) : await readOfficialSplit(layout, table),
    splitName: `${split} split`,
    identities:
      layout.identity === undefined
        ? undefined
        : parseValues(await readTextFile(layout.identity), table.names, PERSON_NUMBER),
  };
}

async function readOfficialSplit(layout: Layout, table: LabelTable): Promise<SplitRows> {
  if (layout.partition === undefined) {
    throw new AttganError(
      `${layout.root} holds no list_eval_partition.txt or .csv; put it there, or choose --data.split paper, which needs none`,
    );
  }
  const splits = parseValues(await readTextFile(layout.partition), table.names, SPLIT_NUMBER);
  return spreadRows(splits.length, (row) => splits[row] ?? 'train');
}
