import { AttganError, SPLITS } from '@attgan/core';
import type { Split } from '@attgan/core';
import type { LabelTable } from './label-table.ts';

/** Rows of the label file, by split, in the file's order. */
export type SplitRows = Readonly<Record<Split, Uint32Array>>;

/** Last file number of the paper's training and validation images: 182,000, 637, and 19,962 for test. */
export const PAPER_SPLIT_ENDS = { train: 182_000, validation: 182_637 } as const;

/** Spreads rows by the numbers of `list_eval_partition`: 0 train, 1 validation, 2 test. */
export function officialSplit(partition: Int32Array): SplitRows {
  return collect(partition.length, (row) => SPLITS[partition[row] ?? 0] ?? 'train');
}

/**
 * Spreads rows by the number in the file name, so that the paper's split means the same on a part of CelebA.
 * Throws an AttganError for a name without a number.
 */
export function paperSplit(table: LabelTable): SplitRows {
  return collect(table.names.length, (row) => {
    const name = table.names[row] ?? '';
    const digits = /^(\d+)\.\w+$/.exec(name)?.[1];
    if (digits === undefined) {
      throw new AttganError(
        `${table.path}, line ${table.firstLine + row}: "${name}" has no file number, which --data.split paper goes by; use official`,
      );
    }
    const number = Number(digits);
    if (number <= PAPER_SPLIT_ENDS.train) return 'train';
    return number <= PAPER_SPLIT_ENDS.validation ? 'validation' : 'test';
  });
}

function collect(count: number, splitOf: (row: number) => Split): SplitRows {
  const rows: Record<Split, number[]> = { train: [], validation: [], test: [] };
  for (let row = 0; row < count; row++) rows[splitOf(row)].push(row);
  return {
    train: Uint32Array.from(rows.train),
    validation: Uint32Array.from(rows.validation),
    test: Uint32Array.from(rows.test),
  };
}

/** The split without `absent` rows. */
export function withoutRows(splits: SplitRows, absent: readonly number[]): SplitRows {
  if (absent.length === 0) return splits;
  const left = new Set(absent);
  const keep = (rows: Uint32Array): Uint32Array => rows.filter((row) => !left.has(row));
  return { train: keep(splits.train), validation: keep(splits.validation), test: keep(splits.test) };
}
