import { AttganError } from '@attgan/core';
import { spreadRows } from '@attgan/image-files';
import type { LabelTable, SplitRows } from '@attgan/image-files';

/** Last file number of the paper's training and validation images: 182,000, 637, and 19,962 for test. */
export const PAPER_SPLIT_ENDS = { train: 182_000, validation: 182_637 } as const;

/**
 * Spreads rows by the number in the file name, so that the paper's split means the same on a part of CelebA.
 * Throws an AttganError for a name without a number.
 */
export function paperSplit(table: LabelTable): SplitRows {
  return spreadRows(table.names.length, (row) => {
    const name = table.names[row] ?? '';
    const digits = /^(\d+)\.\w+$/.exec(name)?.[1];
    if (digits === undefined) {
      throw new AttganError(
        `${table.path}, line ${table.firstLine + row}: "${name}" has no file number, which --data.split paper needs; use --data.split official`,
      );
    }
    const number = Number(digits);
    if (number <= PAPER_SPLIT_ENDS.train) return 'train';
    return number <= PAPER_SPLIT_ENDS.validation ? 'validation' : 'test';
  });
}
