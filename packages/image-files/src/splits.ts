import { SPLITS } from '@attgan/core';
import type { Split } from '@attgan/core';
import type { ValueFormat } from './value-table.ts';

/** Rows of the label file, by split, in the file's order. */
export type SplitRows = Readonly<Record<Split, Uint32Array>>;

/** The numbers of CelebA's `list_eval_partition`. */
export const SPLIT_NUMBER: ValueFormat<Split> = {
  read: (field) => (/^[012]$/.test(field) ? SPLITS[Number(field)] : undefined),
  expected: '0 (train), 1 (validation) or 2 (test)',
};

/** Spreads `count` rows over the splits. */
export function spreadRows(count: number, splitOf: (row: number) => Split): SplitRows {
  const rows: Record<Split, number[]> = { train: [], validation: [], test: [] };
  for (let row = 0; row < count; row++) rows[splitOf(row)].push(row);
  return {
    train: Uint32Array.from(rows.train),
    validation: Uint32Array.from(rows.validation),
    test: Uint32Array.from(rows.test),
  };
}

/** The splits without `absent` rows. */
export function withoutRows(splits: SplitRows, absent: readonly number[]): SplitRows {
  if (absent.length === 0) return splits;
  const left = new Set(absent);
  const keep = (rows: Uint32Array): Uint32Array => rows.filter((row) => !left.has(row));
  return { train: keep(splits.train), validation: keep(splits.validation), test: keep(splits.test) };
}

/** Images in each split. */
export function countRows({ train, validation, test }: SplitRows): Readonly<Record<Split, number>> {
  return { train: train.length, validation: validation.length, test: test.length };
}
