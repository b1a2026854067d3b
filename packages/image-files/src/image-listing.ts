import type { LabelTable } from './label-table.ts';
import type { SplitRows } from './splits.ts';

/** Labelled images and where they lie. */
export interface ImageListing {
  /** What the images are, for logs: `CelebA`. */
  readonly title: string;
  /** The folder that the table's names are relative to; undefined where it is absent. */
  readonly folder: string | undefined;
  /** What to say where `folder` is needed and absent, without a full stop: what is missing, and what to put where. */
  readonly noFolder: string;
  readonly table: LabelTable;
}

/** All that text files say of images; a row is a row of the table. */
export interface SplitListing extends ImageListing {
  readonly splits: SplitRows;
  /** Whose splits they are, for logs: `official split`. */
  readonly splitName: string;
  /** Who is on each row; undefined where unknown. */
  readonly identities: ArrayLike<number> | undefined;
}

/** What to read of a listing. */
export interface ImageChoice {
  readonly attributes: readonly string[];
  /** Groups of `attributes` of which a face has at most one. */
  readonly exclusive: readonly (readonly string[])[];
}
